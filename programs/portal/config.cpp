#include "config.h"

#include "base/json.h"
#include "file/durable.h"

namespace portal {

namespace json = base::json;
using base::fail;

namespace {

constexpr std::size_t kConfigBytesMax = 1 << 20;

base::Result<json::Value> read_object(const std::filesystem::path& path) {
  auto bytes = file::read_file(path.string(), kConfigBytesMax);
  if (!bytes) return fail("config", bytes.error().text);
  auto value = json::parse(*bytes, {.bytes_max = kConfigBytesMax});
  if (!value || !value->is_object()) return fail("config", path.string() + " is not a JSON object");
  return std::move(*value);
}

base::Result<void> read_keys(const std::filesystem::path& path, Config& config) {
  MJ_TRY(json::Value keys, read_object(path));
  auto feed = ledger::parse_vkey(json::text_or_empty(json::find(keys, "feed")));
  if (!feed) return fail("config", path.string() + ": member feed is no key");
  keys.as_object().erase("feed");
  keys.as_object().erase("twin");  // not followed, only handed on
  auto trust = ledger::trust_from_json(keys);
  if (!trust) return fail("config", path.string() + ": " + trust.error().text);
  config.feed_key = std::move(*feed);
  config.trust = std::move(*trust);
  return {};
}

base::Result<void> read_members(const json::Value& value, Config& config) {
  const auto text = [&](const char* name) { return json::text_or_empty(json::find(value, name)); };
  config.feed = text("feed");
  config.state = text("state");
  if (config.feed.empty() || config.state.empty()) return fail("config", "feed and state name folders");
  if (const auto* address = json::find(value, "address")) config.address = json::text_or_empty(address);
  MJ_TRY(const std::int64_t port, json::int_member(value, "port"));
  if (port < 0 || port > 65535) return fail("config", "port is not one");
  config.port = static_cast<std::uint16_t>(port);
  config.url = text("url");
  if (config.url.empty()) config.url = "http://" + config.address + ":" + std::to_string(config.port);
  config.clock_of_feed = text("clock") == "feed";
  return {};
}

}  // namespace

feed::FollowerOptions Config::follower() const {
  return {.tree = feed,
          .state = state,
          .feed = feed_key,
          .log = {.log = trust.log, .witnesses = trust.witnesses, .cosignatures_required = 0},
          .procedure = trust.procedure};
}

base::Result<Config> read_config(const std::filesystem::path& path) {
  MJ_TRY(const json::Value value, read_object(path));
  Config config;
  if (auto read = read_members(value, config); !read)
    return fail("config", path.string() + ": " + read.error().text);
  MJ_CHECK(read_keys(json::text_or_empty(json::find(value, "keys")), config));
  if (config.clock_of_feed && !config.demo())
    return fail("config", "only a demo may take its clock from the feed");
  return config;
}

}  // namespace portal
