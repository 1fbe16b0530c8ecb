#include "sealer.h"

namespace sealer {
namespace {

constexpr std::string_view kDemo = "demo.";

}  // namespace

std::unexpected<Refused> fault(const base::Error& error) {
  const bool full = error.code == "storage_full";
  return refuse(full ? "stopped" : error.code,
                full ? "磁盘空间不足，封签程序没有给出文号。" : "封签程序的存储出了问题：" + error.text);
}

Sealer::Sealer(Settings settings, Parts parts, Memory memory)
    : settings_(std::move(settings)),
      parts_(std::move(parts)),
      clock_(parts_.clock),
      memory_(std::move(memory)) {}

base::Result<std::unique_ptr<Sealer>> Sealer::open(Settings settings, Parts parts) {
  MJ_TRY(Memory memory, Memory::open(settings.state_directory, settings.roots));
  return std::unique_ptr<Sealer>(new Sealer(std::move(settings), std::move(parts), std::move(memory)));
}

json::Object Sealer::handle(const json::Object& request, const Caller& caller) {
  const std::lock_guard lock(one_at_a_time_);
  Answer answer = dispatch(request, caller);
  if (answer) return std::move(*answer);
  return seal::refused(answer.error().code, answer.error().say, answer.error().refusals);
}

Sealer::Answer Sealer::dispatch(const json::Object& request, const Caller& caller) {
  const json::Value* version = request.if_contains("v");
  if (version == nullptr || !version->is_int64() || version->get_int64() != 1)
    return refuse("malformed", "不认识的请求版本。");
  const std::string op = json::text_or_empty(request.if_contains("op"));
  if (op == "status") return status();
  if (op == "advance") return advance(request);
  if (op == "seal") return seal(request);
  if (op == "answer") return stored_answer(request);
  if (op == "account") return account(request);
  if (op == "void") return void_number(request);
  if (op == "resync") return resync(request);
  if (op == "resume") return resume(caller);
  if (op == "clock") return set_clock(request);
  return refuse("malformed", "不认识的请求。");
}

GateRules Sealer::gate_rules() const {
  return {.own_key = ledger::key_id(parts_.act_key.public_key()),
          .series = settings_.series,
          .log = settings_.log};
}

Sealer::Answer Sealer::set_clock(const json::Object& request) {
  if (!settings_.origin.starts_with(kDemo)) return refuse("clock", "只有示范系统的时钟可以设定。");
  const json::Value* now = request.if_contains("now");
  if (now == nullptr) return refuse("malformed", "缺少时间。");
  if (now->is_null()) {
    clock_.stand(std::nullopt);
    return json::Object{{"ok", true}, {"v", 1}};
  }
  const auto instant = base::parse_instant(json::text_or_empty(now));
  if (!instant) return refuse("malformed", "时间的写法不对。");
  clock_.stand(*instant);
  return json::Object{{"ok", true}, {"v", 1}};
}

base::Result<void> Sealer::note_restored() {
  const std::lock_guard lock(one_at_a_time_);
  return memory_.write({{"cause", "resync"}, {"j", "stop"}});
}

}  // namespace sealer
