#pragma once
// The stage of the attacks: a town with two cases, one drafted and not reviewed, one ready to be decided,
// founded once; every attack starts from a copy of it. And what is asked of everybody afterwards.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>

#include "attacks/forger.h"
#include "house/demo.h"
#include "play/person.h"

namespace attack {

using house_test::Demo;
using office::play::Person;
using testing::AnyOf;
using testing::HasSubstr;
using testing::Not;

inline constexpr const char* kDrafted = "晨雾早餐店";
inline constexpr const char* kReady = "暮山糕饼店";
inline constexpr const char* kPublished = "锦澄物业";  // stands on the portal once everything runs
inline constexpr const char* kSeries = "澄明市监处罚〔2026〕";

void copy_tree(const fs::path& from, const fs::path& to);
[[nodiscard]] std::string text_of(const fs::path& file);

class Attack : public testing::Test {
 public:
  static const fs::path& data();

 protected:
  /// Founds the town unless it stands.
  static void SetUpTestSuite();
  static void found();
  void SetUp() override;
  void TearDown() override { demo_.reset(); }

  /// The town before the two cases: what a restore from yesterday brings.
  static fs::path older();
  static std::uint16_t port_base();

  /// Whether the witness says within a minute that it has seen and checked so many records.
  static bool witnessed_up_to(const Demo& demo, std::uint64_t size);
  [[nodiscard]] bool witnessed_up_to_end() const { return witnessed_up_to(*demo_, Forger(data()).size()); }

  /// Starts all programs; from here on log_of() reads what they say.
  void start();
  /// As start(), and waits until the portal shows what was published.
  void start_and_wait();
  [[nodiscard]] bool witness_says(const std::string& text) const { return demo_->witness_appears(text); }
  /// What a program has said since start().
  [[nodiscard]] std::string log_of(const std::string& program) const;
  /// Waits until it says so; false after a minute.
  [[nodiscard]] bool log_says(const std::string& program, const std::string& text) const;
  [[nodiscard]] static bool is_issued(const std::string& stream);
  /// Whether the seal is set within a minute.
  [[nodiscard]] static bool gets_issued(const std::string& stream);

  static Person signed_in(const std::string& login);
  /// Sets the demo's clock.
  static void set_clock(const std::string& instant);
  /// What the office's clock says.
  static base::Instant clock();
  /// Fields of a step by that person, with the record before it in view.
  static Fields fields_of(const Person& person, const std::string& stream, const std::string& step,
                          const std::string& role, const Fields& more = {});
  /// An honest step by the person of that login.
  static office::play::Answer takes(const std::string& login, const std::string& stream,
                                    const std::string& step, const std::string& role, const Fields& more = {},
                                    const std::string& kind = "case");
  static std::string draft_of(const std::string& stream);
  /// The head decides the case and the seal keeper orders the seal.
  static void decides_and_orders(const std::string& stream, const std::string& draft,
                                 const std::string& series = kSeries);
  /// What a forged course needs to look complete: decision and order to seal over `draft`.
  static void forge_decision_and_order(Forger& forger, const std::string& stream, const std::string& draft);

  std::unique_ptr<Demo> demo_;

 private:
  std::map<std::string, std::uintmax_t> said_before_;  // bytes of each log at the start
};

}  // namespace attack
