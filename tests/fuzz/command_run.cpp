#include "fuzz/command_run.h"

#include <algorithm>
#include <vector>

#include "cli/options.h"
#include "cli/run.h"
#include "core/error.h"
#include "support/captured_output.h"
#include "support/memory_file.h"

namespace softmax::fuzz {
namespace {

std::vector<std::string> words_of(std::string_view line) {
  std::vector<std::string> words = {"softmax"};
  while (!line.empty()) {
    const std::size_t end = std::min(line.find(' '), line.size());
    words.emplace_back(line.substr(0, end));
    line.remove_prefix(std::min(end + 1, line.size()));
  }
  return words;
}

}  // namespace

std::optional<cli::Options> options_of(std::string_view line) {
  const std::vector<std::string> words = words_of(line);
  std::vector<const char*> arguments;
  for (const std::string& word : words) arguments.push_back(word.c_str());
  cli::Options options;
  try {
    options = cli::parse_options(static_cast<int>(arguments.size()), arguments.data());
  } catch (const Error&) {
    return std::nullopt;
  }
  if (options.text || options.check) return std::nullopt;
  options.output.reset();
  if (options.report) options.report.emplace("-");
  if (options.explain) options.report.reset();
  constexpr unsigned most_threads = 2;  // more would show nothing else, and take longer to start
  constexpr std::size_t piece_size = 16;
  options.request.threads = options.read.threads = std::min(options.request.threads, most_threads);
  options.read.piece_size = piece_size;
  return options;
}

CommandRun run_command(cli::Options options, std::string_view input) {
  const test::MemoryFile file(input);
  options.input = file.path();
  CommandRun run;
  const test::CapturedOutput output;
  try {
    run.status = cli::process(options).code;
  } catch (const Error& error) {
    run.status = cli::failed;
    run.error = error.what();
  }
  run.output = output.bytes();
  return run;
}

}  // namespace softmax::fuzz
