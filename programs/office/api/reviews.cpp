// 法制审核: the reviewers' queue and what became of earlier requests.

#include "api/endpoint.h"
#include "api/problem.h"

namespace office::api {
namespace {

constexpr int kListMax = 500;

std::string name_of(const Office& office, const base::PersonId& holder) {
  const auto person = office.roster->by_holder(holder);
  return person ? person->name : std::string();
}

/// Working days from `today` to the last day, negative when it is over.
int days_left(const law::WorkCalendar& calendar, base::Date today, base::Date due) {
  return today <= due ? calendar.working_days_between(today, due)
                      : -calendar.working_days_between(due, today);
}

json::Object to_json(const Office& office, const review::Round& round, base::Date today) {
  json::Object out{{"complete", round.missing.empty()},
                   {"draft", round.draft},
                   {"due", base::format(round.due)},
                   {"missing", json::string_array(round.missing)},
                   {"requested_at", round.requested_at},
                   {"requested_by", name_of(office, round.requested_by)},
                   {"round", round.number},
                   {"state", std::string(review::to_string(round.state))},
                   {"stream", round.stream.text()}};
  if (round.state == review::State::open)
    out["left"] = days_left(office.lawbook->calendar(), today, round.due);
  if (!round.answered_at.empty()) {
    out["answered_at"] = round.answered_at;
    out["opinion"] = round.opinion;
    out["reviewer"] = name_of(office, round.reviewer);
  }
  if (const auto line = office.docket->line(round.stream)) {
    out["cause"] = line->cause;
    out["party"] = line->party;
  }
  return out;
}

base::Result<std::vector<review::Round>> wanted(const Office& office, const http::Request& request) {
  if (const auto stream = request.query_value("stream")) return office.rounds->of(base::StreamId(*stream));
  const auto state = request.query_value("state").value_or("open");
  if (state == "open") return office.rounds->open(kListMax);
  if (state == "answered") return office.rounds->answered(kListMax);
  return base::fail("malformed", "state 是 open 或 answered");
}

http::Response list_reviews(Office& office, const http::Request& request) {
  const auto rounds = wanted(office, request);
  if (!rounds) return problem(rounds.error(), request);
  const base::Date today = base::date_of(office.clock().now());
  json::Array out;
  for (const auto& round : *rounds) out.emplace_back(to_json(office, round, today));
  return ok(json::Object{{"reviews", std::move(out)}});
}

}  // namespace

Endpoints review_endpoints(Office& office) {
  using http::Cost, http::Method, http::Request;
  return {{Method::get,
           "/api/reviews",
           Access::review,
           Cost::slow,
           "法制审核：待审（默认），已审（state=answered），一件案件的各轮（stream=…）",
           "",
           "Reviews",
           200,
           [&](const Request& r) { return list_reviews(office, r); },
           http::kBodyBytesMax,
           {"state", "stream"}}};
}

}  // namespace office::api
