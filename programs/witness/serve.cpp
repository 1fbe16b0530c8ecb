#include "serve.h"

#include <fmt/format.h>

#include <charconv>

#include "base/json.h"
#include "base/signals.h"
#include "http/server.h"
#include "pages.h"

namespace witness {
namespace {

namespace json = base::json;
using http::Method;
using http::Request;
using http::Response;

constexpr std::chrono::seconds kAgain{60}, kAfterTrouble{3};
constexpr std::size_t kRequestBytesMax = 128 << 10;
constexpr const char* kNoCache = "no-cache";
constexpr const char* kForEver = "public, max-age=31536000, immutable";
constexpr int kUnavailable = 503, kBadRequest = 400;

Response words(int status, std::string text) {
  Response response = Response::text(std::move(text) + '\n');
  response.status = status;
  return response;
}

Response note(const std::string& text, const char* cache) {
  return text.empty() ? Response::not_found() : Response::text(text).with("Cache-Control", cache);
}

Response add(Witness& witness, const std::function<void()>& cosigned, const Request& request) {
  const auto processed = witness.add_checkpoint(request.body);
  if (!processed) {
    fmt::print(stderr, "mingjing-witness: {}: {}\n", processed.error().code, processed.error().text);
    return words(kUnavailable, "见证程序现在不能保存，请稍后再试");
  }
  if (processed->fork)
    fmt::print(stderr, "mingjing-witness: the log contradicts itself, both notes are in evidence/: {}\n",
               processed->fork->text);
  Response response = Response::bytes(processed->content_type, processed->answer.body);
  response.status = processed->answer.status;
  if (response.status == 200) cosigned();
  return response;
}

std::optional<std::uint64_t> number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || end != text.data() + text.size()) return {};
  return value;
}

Response set_clock(WitnessClock& clock, const Request& request) {
  const auto body = json::parse(request.body);
  const json::Value* now = body ? json::find(*body, "now") : nullptr;
  if (now == nullptr) return words(kBadRequest, "缺少时间 now");
  if (now->is_null()) return clock.stand({}), words(200, "ok");
  const auto instant = base::parse_instant(json::text_or_empty(now));
  if (!instant) return words(kBadRequest, "时间的写法不对");
  clock.stand(*instant);
  return words(200, "ok");
}

}  // namespace

FollowThread::FollowThread(Witness& witness) : witness_(witness), thread_([this] { run(); }) {}

FollowThread::~FollowThread() {
  {
    const std::scoped_lock lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_one();
  thread_.join();
}

void FollowThread::wake() {
  {
    const std::scoped_lock lock(mutex_);
    wanted_ = true;
  }
  woken_.notify_one();
}

void FollowThread::run() {
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    woken_.wait_for(lock, said_.empty() ? kAgain : kAfterTrouble, [this] { return wanted_ || stopping_; });
    if (stopping_) return;
    wanted_ = false;
    lock.unlock();
    follow();
    lock.lock();
  }
}

void FollowThread::follow() {
  auto source = source_ ? base::Result<std::unique_ptr<Source>>(std::move(source_)) : witness_.source();
  const auto followed = source ? witness_.follow(source->get()) : std::unexpected(source.error());
  if (source) source_ = std::move(*source);
  const std::string trouble = followed ? "" : followed.error().text;
  if (!trouble.empty() && trouble != said_) fmt::print(stderr, "mingjing-witness: {}\n", trouble);
  said_ = trouble;
}

http::Router make_router(Witness& witness, WitnessClock& clock, std::function<void()> cosigned) {
  http::Router router;
  router.add(
      Method::post, "/add-checkpoint",
      [&witness, cosigned = std::move(cosigned)](const Request& request) {
        return add(witness, cosigned, request);
      },
      http::Cost::slow, kRequestBytesMax);
  const std::string directory = "/" + ledger::origin_directory(witness.config().origin());
  router.add(Method::get, directory + "/checkpoint",
             [&witness](const Request&) { return note(witness.cosigned_note(), kNoCache); });
  router.add(Method::get, directory + "/report",
             [&witness](const Request&) { return note(witness.newest_report(), kNoCache); });
  router.add(Method::get, directory + "/report/{to}", [&witness](const Request& request) {
    const auto to = number(request.param("to"));
    return to ? note(witness.report(*to), kForEver) : Response::not_found();
  });
  router.add(Method::get, "/", [&witness, &clock](const Request&) {
    return Response::html(home_page(witness.standing(), witness.config(), witness.editions(), clock.now()))
        .with("Cache-Control", kNoCache);
  });
  router.add(Method::get, "/witness.css", [](const Request&) {
    return Response::bytes("text/css; charset=utf-8", std::string(embedded().at("witness.css")))
        .with("Cache-Control", kNoCache);
  });
  router.add(Method::get, "/healthz", [](const Request&) { return Response::text("ok\n"); });
  if (witness.config().demo())
    router.add(Method::post, "/clock",
               [&clock](const Request& request) { return set_clock(clock, request); });
  return router;
}

std::vector<std::pair<std::string, std::string>> site_headers() {
  return {{"Content-Security-Policy",
           "default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; form-action 'none'; "
           "frame-ancestors 'none'"},
          {"X-Content-Type-Options", "nosniff"},
          {"Referrer-Policy", "no-referrer"}};
}

base::Result<void> serve(const Layout& layout, const std::string& address, std::uint16_t port) {
  const base::EndingSignals signals;
  WitnessClock clock;
  MJ_TRY(const auto witness, Witness::open(layout, clock));
  FollowThread following(*witness);
  http::Server server({.address = address, .port = port, .headers = site_headers()},
                      make_router(*witness, clock, [&following] { following.wake(); }));
  MJ_TRY(const std::uint16_t bound, server.start());
  fmt::print(stderr, "mingjing-witness: {} http://{}:{}/\n", witness->config().origin(), address, bound);
  signals.wait();
  server.stop();
  return {};
}

}  // namespace witness
