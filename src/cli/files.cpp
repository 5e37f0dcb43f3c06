#include "cli/files.h"

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <system_error>

#include <fmt/format.h>

#include "core/error.h"

namespace softmax::cli {
namespace {

namespace fs = std::filesystem;

/// Whether two paths name one file, there already or not. "-" is no file.
bool is_same_file(const std::string& a, const std::string& b) {
  if (a == b || a == "-" || b == "-") return a == b;
  std::error_code ignored;
  const auto resolved = [&](const std::string& path) {
    return fs::weakly_canonical(fs::absolute(path, ignored), ignored);
  };
  return resolved(a) == resolved(b);
}

/// Whether writing to the path puts a new file in the place of an old one: not of "-", a device or a pipe.
bool is_replaced(const std::string& path) {
  std::error_code ignored;
  return path != "-" && fs::is_regular_file(path, ignored);
}

/// `writes` and `reads` are what names the files on the command line.
void refuse_replacing(std::string_view writes, const std::optional<std::string>& written, std::string_view reads,
                      const std::optional<std::string>& read) {
  if (!written || !read || !is_replaced(*written) || !is_same_file(*written, *read)) return;
  throw Error(fmt::format("{} would replace {}, which {} names: give it another file", writes, *written, reads));
}

}  // namespace

void refuse_replaced_files(const Options& options) {
  if (options.report && options.output && is_same_file(*options.report, *options.output)) {
    throw Error(fmt::format("--output and --report both name {}: give each its own", *options.output));
  }
  for (const std::string& input : options.inputs) {
    refuse_replacing("--report", options.report, "INPUT", input);
    if (options.check) refuse_replacing("--output", options.output, "INPUT", input);
  }
  refuse_replacing("--report", options.report, "--expect", options.expect);
  refuse_replacing("--output", options.output, "--expect", options.expect);
}

}  // namespace softmax::cli
