#include "api/problem.h"

#include <map>

namespace office::api {
namespace {

const std::map<std::string_view, int> kStatus = {{"unknown_stream", 404},
                                                 {"unknown_record", 404},
                                                 {"unknown_blob", 404},
                                                 {"unknown_account", 404},
                                                 {"unknown_person", 404},
                                                 {"sign_in", 401},
                                                 {"signed_out", 401},
                                                 {"locked", 429},
                                                 {"forbidden", 403},
                                                 {"stale_position", 409},
                                                 {"position_taken", 409},
                                                 {"replayed_signature", 409},
                                                 {"storage_unavailable", 503},
                                                 {"storage_full", 507},
                                                 {"clock_behind", 503},
                                                 {"connection", 503},
                                                 {"too_large", 413},
                                                 {"upload_offset", 409},
                                                 {"password_short", 422},
                                                 {"erased", 410},
                                                 {"idempotency_mismatch", 422},
                                                 {"password_set", 409},
                                                 {"password_same", 422},
                                                 {"first_password_over", 401},
                                                 {"key_needed", 422},
                                                 {"challenge_over", 409},
                                                 {"possession", 422},
                                                 {"too_many_listeners", 429},
                                                 {"key_unknown", 422},
                                                 {"second_factor_needed", 401},
                                                 {"second_factor_wrong", 422},
                                                 {"second_factor_set", 409},
                                                 {"unknown_second_factor", 404},
                                                 {"no_witness", 409},
                                                 {"carry_needed", 409},
                                                 {"unknown_size", 422},
                                                 {"asked_already", 429},
                                                 {"signing_stopped", 503},
                                                 {"witness_refused", 502},
                                                 {"witness_silent", 504}};

http::Response with_body(int status, json::Object body, const http::Request& request) {
  body["status"] = status;
  body["instance"] = "urn:request:" + request.id;
  auto response = http::Response::problem(status, json::canonical(body));
  return std::move(response).with("Cache-Control", "no-store");
}

}  // namespace

json::Object to_json(const law::Refusal& refusal) {
  return {{"code", refusal.code},
          {"remedy", refusal.remedy},
          {"say", refusal.say},
          {"source", json::string_array(refusal.source)}};
}

http::Response refused(const registrar::Refused& why, const http::Request& request) {
  if (why.fault) return problem(*why.fault, request);
  json::Array all;
  for (const auto& refusal : why.refusals) all.emplace_back(to_json(refusal));
  const std::string first = why.refusals.empty() ? std::string() : why.refusals.front().say;
  return with_body(422,
                   {{"type", "urn:mingjing:refused"},
                    {"title", "这一步现在还不能办"},
                    {"detail", first},
                    {"code", why.refusals.empty() ? std::string("refused") : why.refusals.front().code},
                    {"refusals", std::move(all)}},
                   request);
}

http::Response problem(int status, std::string_view code, std::string_view say,
                       const http::Request& request) {
  return with_body(status,
                   {{"type", "urn:mingjing:" + std::string(code)},
                    {"title", std::string(say)},
                    {"code", std::string(code)}},
                   request);
}

http::Response problem(const base::Error& error, const http::Request& request) {
  const auto known = kStatus.find(error.code);
  return problem(known == kStatus.end() ? 400 : known->second, error.code, error.text, request);
}

http::Response ok(const json::Value& value, int status) {
  auto response = http::Response::json(json::canonical(value));
  response.status = status;
  return std::move(response).with("Cache-Control", "no-store");
}

}  // namespace office::api
