// How fast a witness works through a log, beside the hashes and signature checks that nobody can save it. Not
// a test: read the ratio. Usage: follow_bench [cases]

#include <chrono>
#include <cstdio>
#include <cstdlib>

#include "ledger/chain.h"
#include "test/town.h"

namespace {

template <class Work>
double seconds(const Work& work) {
  const auto start = std::chrono::steady_clock::now();
  work();
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

/// What nobody can save a witness (transparency-log.md §2, §3, §3c): of each record its leaf, the digests it
/// reveals and their root, and its signature.
double raw(const town::Bureau& bureau, std::size_t& sink) {
  const crypto::Sm2Key key = crypto::Sm2Key::generate();
  const std::string message(512, 'm'), pub = key.public_key();
  const base::Bytes signature = key.sign(message);
  std::vector<ledger::Bundle> shown;
  std::size_t signatures = 0;
  for (std::uint64_t i = 0; i < bureau.log().size(); ++i) {
    shown.push_back(*ledger::bundle_from_json(bureau.structure(i)));
    signatures += ledger::verify_bundle(shown.back())->find("sig") != nullptr ? 1 : 0;
  }
  return seconds([&] {
    ledger::Frontier edge;
    for (const ledger::Bundle& bundle : shown) {
      edge.append(ledger::leaf_hash(bundle.entry));
      for (const std::string& disclosure : bundle.disclosures)
        sink += ledger::disclosure_digest(disclosure)[0];
      std::vector<base::Hash> leaves;
      for (const base::Hash& digest : bundle.digests) leaves.push_back(ledger::leaf_hash(base::view(digest)));
      sink += ledger::root_of(leaves)[0];
    }
    for (std::size_t i = 0; i < signatures; ++i)
      sink += crypto::sm2_verify(pub, message, signature) ? 1U : 0U;
  });
}

}  // namespace

int main(int argc, char** argv) {
  const int cases = argc > 1 ? std::atoi(argv[1]) : 60;
  town::Bureau bureau;
  for (int i = 0; i < cases; ++i) bureau.run_case();
  witness::test::House house(bureau);
  if (house.ask(house.request(bureau.log().size())).answer.status != 200) return 1;
  const double took = seconds([&] {
    if (!house.witness->follow(&house.source)) std::abort();
  });
  std::size_t sink = 0;
  const double floor = raw(bureau, sink);
  std::printf("witness: %zu records followed and judged in %.2f s, %.0f a second\n", bureau.log().size(),
              took, static_cast<double>(bureau.log().size()) / took);
  std::printf("  raw hashes and signature checks %.2f s: ratio %.2f (at least 0.70) %s\n", floor,
              floor / took, sink == 0 ? "?" : "");
}
