#include "options.h"

namespace verify {
namespace {

std::unexpected<base::Error> usage() {
  return base::fail("usage", kUsage);
}

}  // namespace

const char* const kUsage =
    "用法：mingjing-verify [选项] 证明文件\n"
    "  --keys FILE     用这些公布的公钥核对（JSON，成员同证明文件的 trust）\n"
    "  --trust-file    只用文件所带的公钥，只能说明文件前后一致\n"
    "  --remember      第一次使用时记住公钥，以后只认记住的公钥\n"
    "  --lawbook FILE  再按这一版执法规范逐步检查；可以写多次\n"
    "  --pdf FILE      比对您手中的 PDF\n"
    "  --json          输出 JSON\n"
    "返回值：0 核验通过；1 未通过；2 不能运行，或者只有文件自带的公钥\n";

base::Result<Options> read_options(const std::vector<std::string>& arguments) {
  Options options;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string& argument = arguments[i];
    const bool has_value = argument == "--keys" || argument == "--lawbook" || argument == "--pdf";
    if (has_value && i + 1 == arguments.size()) return usage();
    if (argument == "--keys")
      options.keys = arguments[++i];
    else if (argument == "--lawbook")
      options.lawbooks.push_back(arguments[++i]);
    else if (argument == "--pdf")
      options.pdf = arguments[++i];
    else if (argument == "--trust-file")
      options.trust_file = true;
    else if (argument == "--remember")
      options.remember = true;
    else if (argument == "--json")
      options.as_json = true;
    else if (argument.starts_with("--") || !options.file.empty())
      return usage();
    else
      options.file = argument;
  }
  const int sources =
      (options.keys.empty() ? 0 : 1) + (options.trust_file ? 1 : 0) + (options.remember ? 1 : 0);
  if (options.file.empty() || sources > 1) return usage();
  return options;
}

}  // namespace verify
