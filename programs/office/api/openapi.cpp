// /api/openapi.json, written from the table of endpoints.

#include <map>

#include "api/endpoint.h"
#include "api/schemas.h"

namespace office::api {
namespace {

namespace json = base::json;

json::Object content(std::string_view type, const std::string& schema) {
  return {{type, json::Object{{"schema", json::Object{{"$ref", "#/components/schemas/" + schema}}}}}};
}

std::string_view access_words(Access access) {
  switch (access) {
    case Access::anyone:
      return "任何人";
    case Access::any_session:
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

json::Object parameter(const char* in, std::string name, bool required) {
  return {{"in", in},
          {"name", std::move(name)},
          {"required", required},
          {"schema", json::Object{{"type", "string"}}}};
}

json::Array parameters_of(const Endpoint& endpoint) {
  json::Array out;
  for (const auto& name : endpoint.query) out.emplace_back(parameter("query", name, false));
  std::string_view pattern = endpoint.pattern;
  while (true) {
    const auto open = pattern.find('{');
    if (open == std::string_view::npos) return out;
    const auto close = pattern.find('}', open);
    std::string name(pattern.substr(open + 1, close - open - 1));
    if (name.ends_with('*')) name.pop_back();
    out.emplace_back(parameter("path", std::move(name), true));
    pattern.remove_prefix(close + 1);
  }
}

json::Object operation(const Endpoint& endpoint) {
  json::Object done{{"description", "成功"}};
  if (!endpoint.gives.empty()) done["content"] = content("application/json", endpoint.gives);
  json::Object out{
      {"summary", endpoint.summary},
      {"description", "可以使用：" + std::string(access_words(endpoint.access))},
      {"parameters", parameters_of(endpoint)},
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
