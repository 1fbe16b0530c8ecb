#include "serve.h"

#include <spdlog/spdlog.h>

#include <iostream>

#include "api/endpoint.h"
#include "base/signals.h"
#include "disclosure/exporter.h"
#include "documents/sealing.h"
#include "file/secret.h"
#include "http/server.h"
#include "office.h"
#include "report.h"
#include "web_pages.h"
#include "witnessing/desk.h"

namespace office {
namespace {

constexpr Pause kHeartbeat = std::chrono::seconds(20);

/// What follows the log inside the office: the way to the sealer, to the feed and to the witness.
struct Workshop {
  std::unique_ptr<witnessing::Book> book;
  std::unique_ptr<disclosure::Twin> twin;  // where the configuration asks for one
  documents::Sealing sealing;
  disclosure::Exporter exporter;
};

base::Result<std::unique_ptr<disclosure::Twin>> make_twin(const Office& office) {
  if (!office.config.twin) return std::unique_ptr<disclosure::Twin>();
  MJ_TRY(auto key, load_ed25519_key(office.layout.secret("twin.key")));
  return std::make_unique<disclosure::Twin>(office.config.origin, std::move(key));
}

base::Result<std::unique_ptr<Workshop>> make_workshop(Office& office) {
  MJ_TRY(auto feed_key, load_sm2_key(office.layout.secret("feed.key")));
  MJ_TRY(auto writer,
         feed::FeedWriter::open(office.layout.feed(), office.config.feed_origin, std::move(feed_key)));
  MJ_TRY(auto address_secret, file::read_hex_secret(office.layout.secret("address.key")));
  MJ_TRY(auto book, witnessing::Book::open(office.layout.witnessing(), office.config, *office.reader));
  MJ_TRY(auto twin, make_twin(office));
  MJ_TRY(auto exporter, disclosure::Exporter::open({.reader = *office.reader,
                                                    .data_keys = *office.data_keys,
                                                    .master = office.master,
                                                    .registrar = *office.registrar,
                                                    .editions = office.editions,
                                                    .address_secret = std::move(address_secret),
                                                    .state_file = office.layout.exported(),
                                                    .testimony = book.get(),
                                                    .twin = twin.get()},
                                                   std::move(writer)));
  documents::Sealing sealing({.reader = *office.reader,
                              .data_keys = *office.data_keys,
                              .master = office.master,
                              .registrar = *office.registrar,
                              .blobs = *office.blob_writer,
                              .socket_path = office.layout.seal_socket().string(),
                              .demo_clock = office.config.demo() ? &office.clock() : nullptr});
  return std::unique_ptr<Workshop>(
      new Workshop{std::move(book), std::move(twin), std::move(sealing), std::move(exporter)});
}

std::function<base::Result<Pause>()> until_woken(std::function<base::Result<void>()> work) {
  return [work = std::move(work)]() -> base::Result<Pause> {
    MJ_CHECK(work());
    return kUntilWoken;
  };
}

witnessing::WitnessingParts witnessing_parts(Office& office, witnessing::Book& book,
                                             std::function<void()> told) {
  return {
      .registrar = *office.registrar,
      .reader = *office.reader,
      .book = book,
      .config = office.config,
      .log = ledger::make_vkey(office.config.origin, ledger::NoteType::note, office.log_key->public_key()),
      .clock = office.system_clock,
      .told = std::move(told)};
}

/// Steps after which somebody outside looks for the witness: it is asked at once.
bool leaves_the_house(const std::string& step) {
  return step == "issue_document" || step == "publish_decision" || step == "withdraw_publication";
}

/// Hears of commits until it goes out of scope, on every way out: the workers it wakes are destroyed after
/// it.
class Listening {
 public:
  template <class Hear>
  Listening(registrar::Registrar& registrar, Hear hear) : registrar_(registrar) {
    registrar_.on_commit(std::move(hear));
  }
  ~Listening() { registrar_.on_commit({}); }
  Listening(const Listening&) = delete;
  Listening& operator=(const Listening&) = delete;

 private:
  registrar::Registrar& registrar_;
};

void add_request_id(const http::Request& request, http::Response& response, std::chrono::microseconds) {
  response.with("X-Request-Id", request.id);
}

void log_request(const http::Request& request, http::Response& response, std::chrono::microseconds took) {
  spdlog::info("{} {} {} {} {}us", request.id, http::name(request.method), request.path, response.status,
               took.count());
}

}  // namespace

int serve(const ServeOptions& options) {
  const base::EndingSignals signals;
  auto office = Office::open(options.layout, options.lawbook);
  if (!office) return could_not_run(office.error());
  const bool asked = !(*office)->config.witnesses.empty();
  auto workshop = make_workshop(**office);
  if (!workshop) return could_not_run(workshop.error());

  Worker sealer("sealing", until_woken([&] {
                  return (*workshop)->sealing.work_off(*(*office)->issued, (*office)->waiting);
                }));
  Worker exporter("export", until_woken([&] { return (*workshop)->exporter.catch_up(); }));
  witnessing::Desk witness(witnessing_parts(**office, *(*workshop)->book, [&] { exporter.wake(); }));
  if (const auto started = witness.start(); !started) return could_not_run(started.error());
  (*office)->witness_desk = &witness;
  Worker heart("events", [&]() -> base::Result<Pause> {
    (*office)->events.beat([&](const std::string& token) { return api::may_listen(**office, token); });
    return kHeartbeat;
  });
  const Listening listening(*(*office)->registrar, [&](const registrar::Committed& made) {
    const std::string& step = made.step;
    (*office)->events.tell(made);
    if (step == "order_seal" || step == "confirm_void") sealer.wake();
    exporter.wake();
    if (asked && leaves_the_house(step)) witness.wake();
  });
  heart.wake();
  sealer.wake();
  exporter.wake();
  if (asked) witness.wake();

  http::Router router;
  api::mount(**office, router);
  mount_web(options.web, router);
  router.after(add_request_id);
  router.after(log_request);
  http::ServerOptions server_options{.port = options.port, .threads = 1, .pool_threads = 4};
  server_options.headers = {{"X-Content-Type-Options", "nosniff"},
                            {"Referrer-Policy", "no-referrer"},
                            {"Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"}};
  http::Server server(std::move(server_options), std::move(router));
  const auto port = server.start();
  if (!port) return could_not_run(port.error());
  spdlog::info("office on 127.0.0.1:{}", *port);
  signals.wait();
  server.stop();  // first no more requests, then (by going out of scope) listener, workers, registrar, stores
  return kDone;
}

}  // namespace office
