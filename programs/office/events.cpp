#include "events.h"

#include <algorithm>
#include <set>

#include "base/json.h"

namespace office {

base::Result<std::shared_ptr<http::Live>> Events::listen(const std::string& token) {
  const std::scoped_lock lock(mutex_);
  listeners_.remove_if([](const Listener& listener) { return listener.live->ended(); });
  const auto own = std::ranges::count(listeners_, token, &Listener::token);
  if (listeners_.size() >= kListenersMax || own >= static_cast<std::ptrdiff_t>(kPerSessionMax))
    return base::fail("too_many_listeners", "打开的页面太多，请关闭一些再试");
  listeners_.push_back({token, std::make_shared<http::Live>()});
  listeners_.back().live->push(": 明镜\n\n");
  return listeners_.back().live;
}

void Events::push(const std::string& text) {
  listeners_.remove_if([&](const Listener& listener) { return !listener.live->push(text); });
}

void Events::tell(const registrar::Committed& made) {
  const std::string data = base::json::canonical(base::json::Object{
      {"kind", made.kind}, {"pos", made.receipt.pos}, {"step", made.step}, {"stream", made.receipt.stream}});
  const std::scoped_lock lock(mutex_);
  push("data: " + data + "\n\n");
}

void Events::beat(const std::function<bool(const std::string&)>& lives) {
  std::set<std::string> over;
  {
    const std::scoped_lock lock(mutex_);
    for (const Listener& listener : listeners_) over.insert(listener.token);
  }
  std::erase_if(over, lives);  // asks the database: not while tell() could be waiting
  const std::scoped_lock lock(mutex_);
  for (const Listener& listener : listeners_)
    if (over.contains(listener.token)) listener.live->end();
  push(": \n\n");
}

}  // namespace office
