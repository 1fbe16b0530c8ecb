#include "act_head.h"

#include <algorithm>
#include <array>

#include "ledger/reserved.h"

namespace registrar {

namespace json = base::json;

namespace {

constexpr std::size_t kStreamIdBytes = 16;
constexpr std::size_t kCodeCharactersMax = 64;

bool is_stream_id(std::string_view text) {
  const auto bytes = base::from_base64url(text);
  return bytes && bytes->size() == kStreamIdBytes;
}

bool is_hash(std::string_view text) {
  return base::hash_from_base64(text).has_value();
}

bool is_code(std::string_view text) {
  const auto in = [](char c, char first, char last) { return c >= first && c <= last; };
  return !text.empty() && text.size() <= kCodeCharactersMax && in(text[0], 'a', 'z') &&
         std::ranges::all_of(text, [&](char c) { return in(c, 'a', 'z') || in(c, '0', '9') || c == '_'; });
}

bool is_instant(std::string_view text) {
  return base::parse_instant(text).has_value();
}

bool is_holders(const json::Value& value) {
  const auto holders = json::strings(value);
  return holders && std::ranges::all_of(*holders, is_stream_id);
}

struct TextField {
  std::string_view name;
  bool (*has_form)(std::string_view);
  bool required;
};
// A record whose reserved names have another type could never be verified by anybody.
constexpr auto kTextFields = std::to_array<TextField>({{"stream", is_stream_id, true},
                                                       {"step", is_code, true},
                                                       {"at", is_instant, true},
                                                       {"actor", is_hash, true},
                                                       {"role", is_code, true},
                                                       {"draft", is_hash, false},
                                                       {"seen", is_hash, false},
                                                       {"confirms", is_hash, false}});

std::unexpected<base::Error> malformed(std::string_view name) {
  return base::fail("act_field", "提交的内容不完整或者格式不对：" + std::string(name));
}

base::Result<void> check_types(const ledger::OpenedAct& act) {
  for (const TextField& field : kTextFields) {
    const json::Value* value = act.find(field.name);
    if (value == nullptr && !field.required) continue;
    if (value == nullptr || !value->is_string() || !field.has_form(json::text_or_empty(value)))
      return malformed(field.name);
  }
  const json::Value* handlers = act.find("handlers");
  if (handlers != nullptr && !is_holders(*handlers)) return malformed("handlers");
  return {};
}

}  // namespace

base::Result<void> read_head(Prepared& prepared) {
  const ledger::OpenedAct& act = prepared.act;
  MJ_CHECK(check_types(act));
  const auto text = [&](std::string_view name) { return json::text_or_empty(act.find(name)); };
  law::Command& command = prepared.command;
  command.stream = text("stream");
  command.step = text("step");
  command.role = text("role");
  command.draft = text("draft");
  command.seen = text("seen");
  command.is_signed = act.sig.has_value();
  MJ_TRY(command.at, base::parse_instant(text("at")));
  for (const ledger::Field& field : act.fields) {
    if (!ledger::is_reserved(field.name)) command.fields[field.name] = field.value;
  }
  prepared.actor = text("actor");
  prepared.procedure_wanted = text("procedure");
  if (command.stream != prepared.submission.stream.text())
    return base::fail("stream_mismatch", "提交的地址与签名的内容不是同一件");
  return {};
}

}  // namespace registrar
