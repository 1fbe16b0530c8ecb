#include "registrar/registrar.h"

namespace registrar {

namespace json = base::json;

json::Object to_json(const Receipt& receipt) {
  return {{"durable", true},      {"index", static_cast<std::int64_t>(receipt.index)},
          {"leaf", receipt.leaf}, {"pos", receipt.pos},
          {"root", receipt.root}, {"stream", receipt.stream}};
}

base::Result<Receipt> receipt_from_json(std::string_view text) {
  MJ_TRY(const auto value, json::parse(text));
  Receipt receipt;
  MJ_TRY(receipt.leaf, json::string_member(value, "leaf"));
  MJ_TRY(receipt.root, json::string_member(value, "root"));
  MJ_TRY(receipt.stream, json::string_member(value, "stream"));
  MJ_TRY(receipt.pos, json::int_member(value, "pos"));
  MJ_TRY(const auto index, json::int_member(value, "index"));
  receipt.index = static_cast<std::uint64_t>(index);
  return receipt;
}

}  // namespace registrar
