#include "cli/files.h"

#include <filesystem>
#include <system_error>
#include <tuple>

#include "core/error.h"
#include "core/formatted.h"
#include "io/output.h"

namespace softmax::cli {
namespace {

std::string written_path(const std::string& path) { return path == "-" ? "/dev/stdout" : path; }
std::string read_path(const std::string& path) { return path == "-" ? "/dev/stdin" : path; }

/// What is appended to the input as it is read would never end; cat refuses it, too.
void refuse_endless(const std::string& input) {
  std::error_code ignored;
  const std::filesystem::path output = "/dev/stdout";
  if (!std::filesystem::is_regular_file(output, ignored)) return;
  if (!std::filesystem::equivalent(output, read_path(input), ignored)) return;
  throw Error(formatted("{} is read and written at once; -o FILE can replace it", input == "-" ? "stdin" : input));
}

}  // namespace

void refuse_replacing(const NamedFile& written, const NamedFile& read) {
  const std::string path = written_path(written.path);
  if (!is_replaced(path) || !is_same_file(path, read_path(read.path))) return;
  throw Error(
      formatted("{} would replace {}, which {} names: give it another file", written.by, written.path, read.by));
}

void refuse_replaced_files(const Options& options) {
  const auto& [output, report, expect] = std::tie(options.output, options.report, options.expect);
  if (options.text) return;
  if (!output || output == "-") {
    for (const std::string& input : options.inputs) refuse_endless(input);
  }
  if (output && report && is_same_file(written_path(*output), written_path(*report))) {
    throw Error(formatted("--output and --report both name {}: give each its own", *output));
  }
  if (report) refuse_replacing({"--report", *report}, {"INPUT", options.input});
  if (report && expect) refuse_replacing({"--report", *report}, {"--expect", *expect});
  if (output && expect) refuse_replacing({"--output", *output}, {"--expect", *expect});
  if (!options.check || !output) return;
  for (const std::string& input : options.inputs) refuse_replacing({"--output", *output}, {"INPUT", input});
}

}  // namespace softmax::cli
