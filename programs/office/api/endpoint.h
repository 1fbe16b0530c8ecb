#pragma once
// One table of all endpoints: the server mounts it, access is decided from it, /api/openapi.json is written
// from it.

#include <vector>

#include "http/router.h"
#include "office.h"

namespace office::api {

inline constexpr std::string_view kSessionCookie = "mj_session";

enum class Access {
  anyone,
  any_session,  // also one whose owner has still to choose a password (Who::arriving)
  signed_in,
  review,    // 法制审核: reviewers, their advisers, and the heads who decide after them (roles.md)
  business,  // any role but administrator: who runs the machine sees no case content (roles.md S11)
  administrator,
  witness,  // no person: the supervising authority's machine, by the token in private/witness.token
};

/// A request of somebody who is signed in; in Request::context.
struct Who {
  std::string login;
  base::PersonId holder;
  std::vector<std::string> keys;  // ids of the person's keys that are good now
  bool vouched = false;           // one of them was shown when the password was chosen
  /// May do nothing but choose an own password: came in by a first one, or has a key that nobody showed. Else
  /// an administrator who chose the password before there was a key would read as that person.
  bool arriving = false;
  std::vector<std::string> roles;  // of these keys; none without `vouched`
  [[nodiscard]] bool has(std::string_view role) const;
};
[[nodiscard]] const Who& who(const http::Request& request);

struct Endpoint {
  http::Method method;
  std::string pattern;
  Access access;
  http::Cost cost;
  std::string summary;  // Chinese, for the API's page
  std::string takes;    // name of a schema in schemas.cpp, "" when there is no JSON body
  std::string gives;    // same for the answer
  int status;           // of success
  http::Handler handler;
  std::size_t body_max = http::kBodyBytesMax;
  std::vector<std::string> query = {};  // members of the query it reads
};
using Endpoints = std::vector<Endpoint>;

/// The person an open account belongs to. The ledger knows the accounts; the founders' stand in the
/// installation. Error: `unknown_account`.
[[nodiscard]] base::Result<base::PersonId> account_holder(const Office& office, const std::string& login);

/// What the session of somebody with an open account may do now.
[[nodiscard]] Who who_is(const Office& office, const people::SignedIn& session);

[[nodiscard]] Endpoints session_endpoints(Office& office);
[[nodiscard]] Endpoints password_endpoints(Office& office);
[[nodiscard]] Endpoints stream_endpoints(Office& office);
[[nodiscard]] Endpoints course_endpoints(Office& office);
[[nodiscard]] Endpoints docket_endpoints(Office& office);
[[nodiscard]] Endpoints list_endpoints(Office& office);
[[nodiscard]] Endpoints search_endpoints(Office& office);
[[nodiscard]] Endpoints event_endpoints(Office& office);
/// Whether a session that listens to /api/events still may; asking is no use of it.
[[nodiscard]] bool may_listen(const Office& office, const std::string& token);
[[nodiscard]] Endpoints review_endpoints(Office& office);
/// What waits, for whom, until when.
[[nodiscard]] Endpoints todo_endpoints(Office& office);
[[nodiscard]] Endpoints file_endpoints(Office& office);
[[nodiscard]] Endpoints system_endpoints(Office& office);
/// The main log as files, for the witness (transparency-log.md §6, §7).
[[nodiscard]] Endpoints log_endpoints(Office& office);

/// All of these, in this order.
[[nodiscard]] Endpoints all_endpoints(Office& office);
/// Everything, with access checks in front of each handler.
void mount(Office& office, http::Router& router);
/// OpenAPI 3.1 of these endpoints.
[[nodiscard]] base::json::Value openapi(const Endpoints& endpoints);

}  // namespace office::api
