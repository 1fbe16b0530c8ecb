#include "http/message.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "ascii.h"
#include "http/text.h"
#include "status.h"

namespace http {
namespace {

constexpr std::array<std::string_view, kMethods> kNames = {"GET",   "HEAD",   "POST",   "PUT",
                                                           "PATCH", "DELETE", "OPTIONS"};

}  // namespace

std::string_view name(Method method) {
  return kNames[static_cast<std::size_t>(method)];
}

void Headers::add(std::string_view field, std::string_view value) {
  fields_.push_back({static_cast<std::uint32_t>(text_.size()), static_cast<std::uint32_t>(field.size()),
                     static_cast<std::uint32_t>(value.size())});
  text_ += field;
  text_ += value;
}

std::string_view Headers::name_of(const Field& field) const {
  return std::string_view(text_).substr(field.at, field.name_size);
}

std::string_view Headers::find(std::string_view field_name) const {
  for (const Field& field : fields_)
    if (same_text(name_of(field), field_name))
      return std::string_view(text_).substr(field.at + field.name_size, field.value_size);
  return {};
}

std::size_t Headers::count(std::string_view field_name) const {
  return static_cast<std::size_t>(std::count_if(fields_.begin(), fields_.end(), [&](const Field& field) {
    return same_text(name_of(field), field_name);
  }));
}

void Headers::clear() {
  text_.clear();
  fields_.clear();
}

std::optional<std::string> Request::query_value(std::string_view member) const {
  auto fields = parse_form(query);
  if (!fields) return std::nullopt;
  return value_of(*fields, member);
}

std::optional<std::string> Request::cookie(std::string_view cookie_name) const {
  std::string_view rest = header("Cookie");
  while (!rest.empty()) {
    std::string_view pair = take(rest, ';');
    if (take(pair, '=') != cookie_name) continue;
    auto value = url_decode(pair);
    if (!value) return std::nullopt;
    return std::move(*value);
  }
  return std::nullopt;
}

std::string Request::param(std::string_view capture) const {
  return value_of(params, capture).value_or("");
}

void Request::clear() {
  method = Method::get;
  path.clear();
  query.clear();
  if (body.capacity() > 64 * 1024) body = {};  // an idle connection must not hold on to an upload's memory
  body.clear();
  headers.clear();
  params.clear();
  context.reset();
}

Response Response::bytes(std::string_view content_type, std::string body) {
  Response response;
  response.body = std::move(body);
  return std::move(response).with("Content-Type", content_type);
}
Response Response::html(std::string body) {
  return bytes("text/html; charset=utf-8", std::move(body));
}
Response Response::text(std::string body) {
  return bytes("text/plain; charset=utf-8", std::move(body));
}
Response Response::json(std::string body) {
  return bytes("application/json", std::move(body));
}

Response Response::problem(int status, std::string json_body) {
  Response response = bytes("application/problem+json", std::move(json_body));
  response.status = status;
  return response;
}

Response Response::redirect(std::string_view location, int status) {
  Response response;
  response.status = status;
  return std::move(response).with("Location", location);
}

Response Response::not_found() {
  return server_problem(404, "");
}

Response Response::of(std::shared_ptr<const Prepared> prepared) {
  Response response;
  response.prepared = std::move(prepared);
  return response;
}

Response Response::file(std::string_view content_type, FileBody file) {
  Response response;
  response.file_body = std::make_shared<const FileBody>(std::move(file));
  return std::move(response).with("Content-Type", content_type);
}

Response Response::live(std::string_view content_type, std::shared_ptr<Live> live) {
  Response response;
  response.live_body = std::move(live);
  return std::move(response).with("Content-Type", content_type);
}

Response& Response::with(std::string_view field, std::string_view value) & {
  headers.emplace_back(field, value);
  return *this;
}
Response&& Response::with(std::string_view field, std::string_view value) && {
  headers.emplace_back(field, value);
  return std::move(*this);
}

std::string_view Response::header(std::string_view field) const {
  for (const auto& [key, value] : headers)
    if (same_text(key, field)) return value;
  return {};
}

Response server_problem(int status, std::string_view request_id) {
  std::string body = fmt::format(R"({{"status":{},"title":"{}")", status, title(status));
  if (!request_id.empty()) body += fmt::format(R"(,"request":"{}")", request_id);
  return Response::problem(status, body + "}");
}

}  // namespace http
