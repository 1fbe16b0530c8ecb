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
#include "worker.h"

namespace office {
namespace {

/// What follows the log inside the office: the way to the sealer and the way to the feed.
struct Workshop {
  documents::Sealing sealing;
  disclosure::Exporter exporter;
};

base::Result<std::unique_ptr<Workshop>> make_workshop(Office& office) {
  MJ_TRY(auto feed_key, load_sm2_key(office.layout.secret("feed.key")));
  MJ_TRY(auto writer,
         feed::FeedWriter::open(office.layout.feed(), office.config.feed_origin, std::move(feed_key)));
  MJ_TRY(auto address_secret, file::read_hex_secret(office.layout.secret("address.key")));
  MJ_TRY(auto exporter, disclosure::Exporter::open({.reader = *office.reader,
                                                    .data_keys = *office.data_keys,
                                                    .master = office.master,
                                                    .registrar = *office.registrar,
                                                    .editions = office.editions,
                                                    .address_secret = std::move(address_secret),
                                                    .state_file = office.layout.exported()},
                                                   std::move(writer)));
  documents::Sealing sealing({.reader = *office.reader,
                              .data_keys = *office.data_keys,
                              .master = office.master,
                              .registrar = *office.registrar,
                              .blobs = *office.blob_writer,
                              .socket_path = office.layout.seal_socket().string(),
                              .demo_clock = office.config.demo() ? &office.clock() : nullptr});
  return std::unique_ptr<Workshop>(new Workshop{std::move(sealing), std::move(exporter)});
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
  auto workshop = make_workshop(**office);
  if (!workshop) return could_not_run(workshop.error());

  Worker sealer("sealing",
                [&] { return (*workshop)->sealing.work_off(*(*office)->issued, (*office)->waiting); });
  Worker exporter("export", [&] { return (*workshop)->exporter.catch_up(); });
  const Listening listening(*(*office)->registrar, [&](const registrar::Receipt&, const std::string& step) {
    if (step == "order_seal" || step == "confirm_void") sealer.wake();
    exporter.wake();
  });
  sealer.wake();
  exporter.wake();

  http::Router router;
  api::mount(**office, router);
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
