#pragma once
// What an edition holds once it is read.

#include "law/lawbook.h"

namespace law {

struct LawbookContent {
  std::string edition;
  std::string rules;
  std::vector<Procedure> procedures;
  std::map<std::string, Form, std::less<>> forms;
  std::map<std::string, json::Value, std::less<>> layouts;
  std::map<std::string, json::Value, std::less<>> data;
  WorkCalendar calendar;
  std::map<std::string, ledger::StepMarks, std::less<>> marks;
  std::set<std::string, std::less<>> course_fields;
};

/// Reads every file. Error `lawbook`: all problems, one a line.
[[nodiscard]] base::Result<LawbookContent> read_content(const std::map<std::string, std::string>& files);

}  // namespace law
