// /api/openapi.json, written from the table of endpoints; the schemas of what they take and give stand here.

#include <map>

#include "api/endpoint.h"

namespace office::api {
namespace {

namespace json = base::json;

json::Object text(const char* about = "") {
  json::Object out{{"type", "string"}};
  if (*about != '\0') out["description"] = about;
  return out;
}

json::Object object(json::Object properties, std::vector<std::string> required) {
  return {
      {"type", "object"}, {"properties", std::move(properties)}, {"required", json::string_array(required)}};
}

json::Object list(json::Value items) {
  return {{"type", "array"}, {"items", std::move(items)}};
}

json::Object integer() {
  return {{"type", "integer"}};
}
json::Object any() {
  return {{"type", "object"}};
}
json::Object flag() {
  return {{"type", "boolean"}};
}

json::Object submission() {
  const auto act = object({{"n", integer()},
                           {"disclosures", list(text("base64url(JCS([盐, 名, 值]))"))},
                           {"decoys", list(text("base64，32 字节"))}},
                          {"n", "disclosures", "decoys"});
  return object({{"act", act}, {"texts", any()}, {"expected_pos", integer()}}, {"act"});
}

json::Object receipt() {
  return object({{"durable", flag()},
                 {"stream", text()},
                 {"pos", integer()},
                 {"index", integer()},
                 {"leaf", text("base64")},
                 {"root", text("base64")}},
                {"durable", "stream", "pos", "leaf", "root"});
}

json::Object problem_schema() {
  const auto refusal =
      object({{"code", text()}, {"say", text()}, {"source", list(text())}, {"remedy", text()}},
             {"code", "say", "source", "remedy"});
  return object({{"type", text()},
                 {"title", text()},
                 {"status", integer()},
                 {"code", text("稳定不变的代码")},
                 {"detail", text()},
                 {"instance", text()},
                 {"refusals", list(refusal)}},
                {"type", "title", "status", "code"});
}

json::Object stream() {
  return object({{"stream", text()},
                 {"kind", text()},
                 {"procedure", text()},
                 {"title", text()},
                 {"head", text()},
                 {"next_pos", integer()},
                 {"now", text()},
                 {"drafts", any()},
                 {"holders", any()},
                 {"flags", list(text())},
                 {"clocks", list(any())},
                 {"steps", list(any())},
                 {"records", list(any())}},
                {"stream", "kind", "procedure", "head", "next_pos", "records"});
}

json::Object person() {
  return object({{"login", text()},
                 {"holder", text()},
                 {"name", text()},
                 {"unit", text()},
                 {"post", text()},
                 {"roles", list(text())},
                 {"key", object({{"id", text()}, {"wrapped", text()}}, {"id", "wrapped"})}},
                {"login", "holder", "name"});
}

json::Object numbered() {
  return object({{"no", text()},
                 {"state", text("allotted answered recorded void hole unknown")},
                 {"date", text()},
                 {"stream", text()},
                 {"leaf", text("base64")},
                 {"ground", text()},
                 {"open", flag()}},
                {"no", "state", "open"});
}

json::Object review() {
  return object({{"stream", text()},
                 {"round", integer()},
                 {"draft", text("草案的根，base64")},
                 {"party", text()},
                 {"cause", text()},
                 {"requested_at", text()},
                 {"requested_by", text("送审人姓名")},
                 {"due", text("十个工作日的最后一日")},
                 {"left", integer()},
                 {"complete", flag()},
                 {"missing", list(text("缺少的送审材料"))},
                 {"state", text("open passed returned lapsed")},
                 {"opinion", text("agree correct supplement other")},
                 {"answered_at", text()},
                 {"reviewer", text("审核人姓名")}},
                {"stream", "round", "draft", "due", "complete", "missing", "state"});
}

json::Object schemas() {
  return {
      {"Clock", object({{"now", {{"type", {"string", "null"}}}}, {"demo", flag()}}, {"now"})},
      {"Docket", object({{"cases", list(any())}}, {"cases"})},
      {"Documents", object({{"documents", list(any())}, {"waiting", list(any())}}, {"documents", "waiting"})},
      {"Health", object({{"status", text()}, {"records", integer()}}, {"status"})},
      {"KeyId", object({{"id", text()}}, {"id"})},
      {"Law", object({{"rules", text()}, {"procedures", list(any())}, {"forms", any()}},
                     {"rules", "procedures", "forms"})},
      {"Login", object({{"login", text()}}, {"login"})},
      {"NewPassword", object({{"old", text()}, {"new", text("至少十二个字符")}}, {"old", "new"})},
      {"Numbers", object({{"numbers", list(numbered())}, {"stopped", list(text())}}, {"numbers", "stopped"})},
      {"People", object({{"people", list(any())}}, {"people"})},
      {"Person", person()},
      {"Problem", problem_schema()},
      {"Receipt", receipt()},
      {"Record", object({{"fields", any()}, {"texts", any()}, {"leaf", text()}, {"index", integer()}},
                        {"fields", "texts", "leaf", "index"})},
      {"Reviews", object({{"reviews", list(review())}}, {"reviews"})},
      {"SignIn", object({{"login", text()}, {"password", text()}}, {"login", "password"})},
      {"Stream", stream()},
      {"Submission", submission()},
      {"WrappedKey", object({{"id", text()}, {"wrapped", text()}}, {"id", "wrapped"})}};
}

json::Object content(std::string_view type, const std::string& schema) {
  return {{type, json::Object{{"schema", json::Object{{"$ref", "#/components/schemas/" + schema}}}}}};
}

std::string_view access_words(Access access) {
  switch (access) {
    case Access::anyone:
      return "任何人";
    case Access::signed_in:
      return "已登录的人";
    case Access::review:
      return "法制审核人员、法律顾问、部门负责人";
    case Access::business:
      return "业务岗位（系统管理员除外）";
    case Access::witness:
      return "见证机关，凭令牌";
    case Access::administrator:
      break;
  }
  return "系统管理员";
}

json::Array parameters_of(std::string_view pattern) {
  json::Array out;
  while (true) {
    const auto open = pattern.find('{');
    if (open == std::string_view::npos) return out;
    const auto close = pattern.find('}', open);
    std::string name(pattern.substr(open + 1, close - open - 1));
    if (name.ends_with('*')) name.pop_back();
    out.push_back(
        json::Object{{"in", "path"}, {"name", std::move(name)}, {"required", true}, {"schema", text()}});
    pattern.remove_prefix(close + 1);
  }
}

json::Object operation(const Endpoint& endpoint) {
  json::Object done{{"description", "成功"}};
  if (!endpoint.gives.empty()) done["content"] = content("application/json", endpoint.gives);
  json::Object out{
      {"summary", endpoint.summary},
      {"description", "可以使用：" + std::string(access_words(endpoint.access))},
      {"parameters", parameters_of(endpoint.pattern)},
      {"responses",
       json::Object{{std::to_string(endpoint.status), std::move(done)},
                    {"default", json::Object{{"description", "不能办理，逐条说明原因"},
                                             {"content", content("application/problem+json", "Problem")}}}}}};
  if (!endpoint.takes.empty())
    out["requestBody"] =
        json::Object{{"required", true}, {"content", content("application/json", endpoint.takes)}};
  if (endpoint.access != Access::anyone)
    out["security"] = json::Array{
        json::Object{{endpoint.access == Access::witness ? "witness" : "session", json::Array()}}};
  return out;
}

std::string_view verb(http::Method method) {
  static const std::map<http::Method, std::string_view> kVerbs = {{http::Method::get, "get"},
                                                                  {http::Method::post, "post"},
                                                                  {http::Method::put, "put"},
                                                                  {http::Method::del, "delete"},
                                                                  {http::Method::patch, "patch"}};
  return kVerbs.at(method);
}

}  // namespace

json::Value openapi(const Endpoints& endpoints) {
  json::Object paths;
  for (const Endpoint& endpoint : endpoints) {
    std::string name = endpoint.pattern;
    std::erase(name, '*');  // our router's word for a rest with slashes
    json::Value& path = paths[name];
    if (!path.is_object()) path = json::Object();
    path.get_object()[verb(endpoint.method)] = operation(endpoint);
  }
  const json::Object session{{"type", "apiKey"}, {"in", "cookie"}, {"name", std::string(kSessionCookie)}};
  const json::Object witness{{"type", "http"}, {"scheme", "bearer"}};
  return json::Object{
      {"openapi", "3.1.0"},
      {"info", json::Object{{"title", "明镜 办案平台"}, {"version", "1"}}},
      {"paths", std::move(paths)},
      {"components",
       json::Object{{"schemas", schemas()},
                    {"securitySchemes", json::Object{{"session", session}, {"witness", witness}}}}}};
}

}  // namespace office::api
