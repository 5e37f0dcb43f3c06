#pragma once

#include <string_view>

namespace softmax::test {

/// The doctest suite of all cases of tests/cli/*.case.
inline constexpr const char* command_cases_suite = "whole commands";

/// What becomes of a case whose command does something else than the case expects.
enum class Difference { fails, is_approved };

/// Makes a doctest test case of each case of tests/cli/*.case, named "file.case: title". Where differences are
/// approved, running it writes what its command does now into the file. A file that can't be read as cases is a test
/// that fails.
void register_command_cases(Difference difference);

/// Whether the test of this name is such a file.
bool is_faulty_case_file(std::string_view name);

}  // namespace softmax::test
