#include <optional>
#include <string>

#include "check/case_file.h"
#include "check/case_run.h"
#include "core/error.h"
#include "fuzz/target.h"
#include "io/input.h"
#include "support/memory_file.h"

namespace softmax::fuzz {
namespace {

/// Whether a case may name a file: those of this machine are none of a target's business.
bool may_name_a_file(std::string_view bytes) {
  return bytes.find("file") != std::string_view::npos || bytes.find("\\u") != std::string_view::npos;
}

}  // namespace

void check_case(std::string_view bytes) {
  if (may_name_a_file(bytes)) return;
  const test::MemoryFile file(bytes);
  std::optional<check::CaseFile> read;
  try {
    read = check::read_case_file(Input::open(file.path()));
  } catch (const Error&) {
    return;
  }
  expect(!read->cases.empty(), "a case file without cases was taken");
  for (const check::Case& which : read->cases) {
    const check::CaseResult result = check::run_case(which, 1);
    const std::string told = check::tap_case(1, *read, which, result);
    expect(told.starts_with(result.passed ? "ok 1" : "not ok 1"), told);
  }
}

}  // namespace softmax::fuzz
