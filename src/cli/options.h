#pragma once

#include <optional>
#include <string>
#include <vector>

#include "cli/consumers.h"
#include "cli/option_table.h"
#include "core/outcome.h"
#include "core/request.h"
#include "derive/forms.h"
#include "formats/format.h"
#include "formats/reader.h"
#include "formats/writer.h"

namespace CLI {
class App;
}

namespace softmax::cli {
/// A command line, understood: the values that the parts of a run get. The rows of the table of options fill it.
struct Options {
  std::optional<std::string> text;  ///< --help or --version: print this and do nothing else
  bool check = false;               ///< --check: the inputs are case files
  std::vector<std::string> inputs;  ///< every INPUT, or "-" alone; only --check takes several
  std::string input = "-";          ///< the first of them: a path, or "-" for standard input
  bool has_input = false;           ///< an INPUT was named
  formats::ReadOptions read;
  Request request;
  formats::WriteOptions write;
  std::optional<formats::Format> to;       ///< --to
  std::optional<derive::Form> explain_as;  ///< --to with --explain
  std::optional<std::string> output;       ///< -o; "-" is standard output
  std::optional<std::string> report;       ///< --report; "-" is standard output
  bool quiet = false;
  std::vector<Trouble> fail_on;         ///< any of these ends the run with exit status 1
  std::optional<Expect> expect;         ///< --expect
  std::optional<Explain> explain;       ///< --explain, in place of the tensor
  std::vector<const Option*> in_place;  ///< options with another value than their default that need a format

  /// --report - takes the place of the tensor on standard output.
  bool result_in_report() const { return report == "-" && !output; }
};

/// Understands a command line. Throws Error for options that do not exist, bad values (naming the valid ones), options
/// that exclude one another, and files that would replace one another.
Options parse_options(int argc, const char* const* argv);

/// The version of the project in CMakeLists.txt.
extern const char version[];

/// The commit of the sources, with "-dirty" after it when they were changed since; empty outside a git repository.
extern const char commit[];

/// What --help prints. CLI11 gets the texts of the declared options here, so that other runs take no time for them.
std::string help(CLI::App& app);

/// What --version prints: the version, the commit (where the program was built from a repository), the instruction set.
std::string version_text();

/// What is printed when there is nothing to read: the usage with two examples.
std::string usage();
}  // namespace softmax::cli
