#pragma once
// Who works here: officers, their certificates and accounts, as the records of kinds `officer` and `account`
// tell it.

#include <mutex>
#include <optional>

#include "registrar/projection.h"
#include "registrar/registrar.h"

namespace people {

/// 内设机构 or 派出机构. Its id is that of its own stream and stays when name or place change.
struct Unit {
  base::StreamId id;
  std::string name;
  base::StreamId parent;  // empty: at the top
};

/// 执法人员 or other member of staff.
struct Person {
  base::PersonId holder;
  std::string name;
  std::string unit;  // its name now; of a record older than the units, what it said
  std::string post;
  base::StreamId unit_id;
};

/// 行政执法证 (roles.md §4). Days are inclusive.
struct Certificate {
  base::PersonId holder;
  std::string no, category, area;
  base::Date from, to;
  std::optional<base::Date> suspended;
  [[nodiscard]] bool valid_on(base::Date day) const;
};

class RosterProjection final : public registrar::Projection {
 public:
  [[nodiscard]] Identity identity() const override { return {.name = "people.roster", .version = 2}; }
  [[nodiscard]] base::Result<void> create(sql::Session& session) override;
  [[nodiscard]] base::Result<void> apply(const registrar::ProjectedRecord& record,
                                         sql::Session& session) override;
  [[nodiscard]] base::Result<void> forget(const std::string& stream, sql::Session& session) override;
};

/// Reads what RosterProjection wrote. Thread-safe.
class Roster final : public registrar::PeopleFacts {
 public:
  explicit Roster(std::unique_ptr<sql::Session> session);
  /// The name in Command.people; certificate validity on `day`; recusal declared for this case.
  [[nodiscard]] law::Person person(const base::PersonId& holder, const base::StreamId& in_case,
                                   base::Date day) const override;
  [[nodiscard]] base::Result<std::vector<Person>> everyone() const;
  /// The units that stand, in the order in which they were set up.
  [[nodiscard]] base::Result<std::vector<Unit>> units() const;
  [[nodiscard]] base::Result<std::vector<Certificate>> certificates() const;
  /// Errors: `unknown_person`.
  [[nodiscard]] base::Result<Person> by_holder(const base::PersonId& holder) const;
  /// The person an open account belongs to. Error: `unknown_account`.
  [[nodiscard]] base::Result<base::PersonId> holder_of(std::string_view login) const;
  /// Whether an account, open or closed, has this login.
  [[nodiscard]] bool login_given(std::string_view login) const;
  /// Whether an open account belongs to this person.
  [[nodiscard]] bool has_account(const base::PersonId& holder) const;

 private:
  [[nodiscard]] std::optional<Certificate> certificate_of(const base::PersonId& holder) const;
  std::unique_ptr<sql::Session> session_;
  mutable std::mutex mutex_;
};

}  // namespace people
