#pragma once

#include <optional>
#include <string>
#include <vector>

#include "check/subject.h"
#include "cli/explaining.h"
#include "core/outcome.h"
#include "core/request.h"
#include "formats/format.h"
#include "formats/reader.h"
#include "formats/writer.h"

namespace softmax::cli {

/// A command line, understood.
struct Options {
  std::string input = "-";            ///< a path, or "-" for standard input
  bool check = false;                 ///< --check: the inputs are case files
  std::vector<std::string> inputs;    ///< every INPUT, or "-" alone; only --check takes several
  std::optional<std::string> output;  ///< -o; "-" is standard output
  std::optional<std::string> report;  ///< --report; "-" is standard output
  std::optional<formats::Format> to;  ///< --to
  std::optional<Explain> explain;     ///< --explain, in place of the tensor
  bool quiet = false;
  std::vector<Trouble> fail_on;               ///< any of these ends with exit status 1
  std::optional<std::string> expect;          ///< --expect: a path, or "-" for standard input
  std::optional<check::Tolerance> tolerance;  ///< --atol, --rtol
  std::vector<std::string> reading_words;     ///< the options that say how INPUT is read, as they were typed
  bool has_input = false;                     ///< an INPUT was named
  formats::ReadOptions read;
  Request request;
  formats::WriteOptions write;
  std::optional<std::string> text;  ///< --help or --version: print this and do nothing else

  /// --report - takes the place of the tensor on standard output.
  bool result_in_report() const { return report == "-" && !output; }
};

/// Understands a command line. Throws Error for options that do not exist, bad values (naming the valid ones), options
/// that exclude one another, and files that would replace one another.
Options parse_options(int argc, const char* const* argv);

}  // namespace softmax::cli
