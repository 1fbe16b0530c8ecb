#include "pages.h"

#include <cstdio>
#include <cstdlib>

#include "http/text.h"

namespace portal {

std::string fill(std::string_view name, const Data& data) {
  const auto found = embedded().find(name);
  if (found == embedded().end()) {
    std::fprintf(stderr, "no template %.*s\n", static_cast<int>(name.size()), name.data());
    std::abort();
  }
  kainjow::mustache::mustache page{std::string(found->second)};
  page.set_custom_escape([](const std::string& text) { return http::html_escape(text); });
  if (!page.is_valid()) {
    std::fprintf(stderr, "%.*s: %s\n", static_cast<int>(name.size()), name.data(),
                 page.error_message().c_str());
    std::abort();
  }
  return page.render(data);
}

void put(Data& data, const std::string& name, const std::string& value) {
  if (value.empty())
    data.set(name, Data(false));
  else
    data.set(name, value);
}

}  // namespace portal
