#include "status.h"

#include <algorithm>
#include <array>

namespace http {
namespace {

struct Status {
  int code;
  std::string_view reason;
  std::string_view title;
};

constexpr std::array kStatuses = {
    Status{200, "OK", "完成"},
    Status{201, "Created", "已建立"},
    Status{202, "Accepted", "已受理"},
    Status{204, "No Content", "无内容"},
    Status{206, "Partial Content", "部分内容"},
    Status{301, "Moved Permanently", "地址已变更"},
    Status{302, "Found", "请转到新地址"},
    Status{303, "See Other", "请转到新地址"},
    Status{304, "Not Modified", "内容未变"},
    Status{307, "Temporary Redirect", "请转到新地址"},
    Status{308, "Permanent Redirect", "地址已变更"},
    Status{400, "Bad Request", "请求格式有误"},
    Status{401, "Unauthorized", "请先登录"},
    Status{403, "Forbidden", "没有权限"},
    Status{404, "Not Found", "没有找到该页面"},
    Status{405, "Method Not Allowed", "此地址不支持该操作"},
    Status{406, "Not Acceptable", "没有所要求的格式"},
    Status{408, "Request Timeout", "请求超时，请重试"},
    Status{409, "Conflict", "内容已被他人更新，请刷新后重试"},
    Status{410, "Gone", "内容已撤下"},
    Status{411, "Length Required", "请求缺少长度"},
    Status{412, "Precondition Failed", "内容已变更，请刷新后重试"},
    Status{413, "Content Too Large", "内容超出大小限制"},
    Status{414, "URI Too Long", "地址过长"},
    Status{415, "Unsupported Media Type", "不支持该文件类型"},
    Status{416, "Range Not Satisfiable", "所要求的范围不存在"},
    Status{417, "Expectation Failed", "无法满足请求的要求"},
    Status{422, "Unprocessable Content", "内容不符合要求"},
    Status{423, "Locked", "已锁定"},
    Status{425, "Too Early", "尚未到时"},
    Status{428, "Precondition Required", "请刷新后重试"},
    Status{429, "Too Many Requests", "操作过于频繁，请稍后再试"},
    Status{431, "Request Header Fields Too Large", "请求头过长"},
    Status{500, "Internal Server Error", "系统出错，请联系管理员"},
    Status{501, "Not Implemented", "不支持该操作"},
    Status{502, "Bad Gateway", "上游服务出错"},
    Status{503, "Service Unavailable", "系统繁忙，请稍后再试"},
    Status{504, "Gateway Timeout", "上游服务超时"},
    Status{505, "HTTP Version Not Supported", "不支持该协议版本"},
    Status{507, "Insufficient Storage", "存储空间不足"},
};

const Status* find(int code) {
  const auto* found = std::find_if(kStatuses.begin(), kStatuses.end(),
                                   [code](const Status& status) { return status.code == code; });
  return found == kStatuses.end() ? nullptr : found;
}

}  // namespace

std::string_view reason(int status) {
  const Status* found = find(status);
  return found == nullptr ? "Status" : found->reason;
}

std::string_view title(int status) {
  const Status* found = find(status);
  return found == nullptr ? "请求未完成" : found->title;
}

}  // namespace http
