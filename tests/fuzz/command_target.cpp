#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/run.h"
#include "compute/softmax.h"
#include "core/error.h"
#include "core/sink.h"
#include "fuzz/command_run.h"
#include "fuzz/reading.h"
#include "fuzz/round_trip.h"
#include "fuzz/target.h"
#include "support/invariants.h"
#include "support/memory_file.h"

namespace softmax::fuzz {
namespace {

/// What the command is to give: the results of the documents that can be read and computed, until the first that can't.
struct Results {
  std::vector<Tensor> tensors;
  std::vector<Frame> frames;
  bool is_whole = false;  ///< every document of the input has one
  formats::Format from = formats::Format::json;
  formats::Format to = formats::Format::json;
};

Tensor result_of(const Tensor& input, const Request& request) {
  MemorySink sink;
  const Frame no_frame;
  test::Run run;
  const std::optional<Outcome> outcome =
      compute::softmax(*memory_source(input.values), {input.shape, input.dtype, &no_frame}, request, sink);
  if (outcome) run.outcome = *outcome;
  run.shape = sink.tensor().shape;
  run.y = as_doubles(sink.tensor().values);
  const std::vector<double> x = as_doubles(input.values);
  const std::string broken = test::Invariants(input.shape, input.dtype, x, request, run).broken();
  expect(broken.empty(), broken);
  return std::move(sink.tensor());
}

formats::Format output_format(const cli::Options& options, const Reading& read) {
  if (options.to) return *options.to;
  if (read.format != formats::Format::text) return read.format;
  return read.says_tensor ? formats::Format::torch : formats::Format::numpy;
}

Results expected_results(const cli::Options& options, std::string_view input) {
  Results results;
  formats::ReadOptions reading = options.read;  // whole, by one thread
  reading.piece_size = input.size() + 1;
  reading.threads = 1;
  Request request = options.request;
  request.threads = 1;
  Reading read = read_file(input, reading);
  try {
    for (const Tensor& tensor : read.tensors) results.tensors.push_back(result_of(tensor, request));
    results.is_whole = read.error.empty();
  } catch (const Error&) {
    // A dim that this tensor has not.
  }
  results.frames = std::move(read.frames);
  results.from = read.format;
  results.to = output_format(options, read);
  return results;
}

bool is_print(formats::Format format) { return format == formats::Format::torch || format == formats::Format::numpy; }

/// How to read what the command has written: as it read, but for what a result has no more of.
formats::ReadOptions reading_back(const cli::Options& options, const Results& results) {
  formats::ReadOptions back;
  back.format = is_print(results.to) ? formats::Format::text : results.to;
  back.dtype = results.tensors.front().dtype;
  if (options.read.keep) back.pointer = options.read.pointer;
  if (!is_csv(results.to)) return back;

  const auto* csv = std::get_if<CsvFrame>(&results.frames.front());
  back.header = csv != nullptr && csv->has_header ? formats::HeaderRule::yes : formats::HeaderRule::no;
  const bool has_labels = csv != nullptr && !csv->labels.empty();
  back.label_columns = has_labels ? options.read.label_columns : 0;
  if (has_labels) back.columns = options.read.columns;
  back.delimiter = options.write.delimiter;
  if (!back.delimiter && results.to == formats::Format::csv) {
    back.delimiter = csv == nullptr || results.from == formats::Format::tsv ? ',' : csv->delimiter;
  }
  return back;
}

/// Whether the values of results are written as they are, so that they can be read back.
bool keeps_values(const cli::Options& options, const Results& results) {
  const Dtype dtype = results.tensors.front().dtype;
  return !is_print(results.to) && (!options.write.precision || results.to == formats::Format::npy) &&
         std::all_of(results.tensors.begin(), results.tensors.end(),
                     [dtype](const Tensor& tensor) { return tensor.dtype == dtype; });
}

bool has_nonfinite(const Results& results) {
  return std::any_of(results.tensors.begin(), results.tensors.end(), [](const Tensor& tensor) {
    const std::vector<double> values = as_doubles(tensor.values);
    return !std::all_of(values.begin(), values.end(), [](double value) { return std::isfinite(value); });
  });
}

/// What stands on standard output must be results, each whole: all of them, or those before an error.
void expect_results(const cli::Options& options, const CommandRun& run, const Results& results) {
  if (run.output.empty() && run.status == cli::failed) return;
  expect(!results.tensors.empty(), fmt::format("there is nothing to compute, and this is written:\n{}", run.output));
  if (options.write.nonfinite == formats::Nonfinite::null && has_nonfinite(results)) return;
  const Reading written = read_file(run.output, reading_back(options, results));
  const std::string text = fmt::format("{}\n{}", run.error, run.output);
  expect(written.error.empty(), fmt::format("the output can't be read: {}\n{}", written.error, text));
  expect(written.tensors.size() <= results.tensors.size(),
         fmt::format("there are more results than tensors:\n{}", text));
  expect(run.status == cli::failed || written.tensors.size() == results.tensors.size(),
         fmt::format("{} results are of {} tensors:\n{}", written.tensors.size(), results.tensors.size(), text));
  for (std::size_t i = 0; i < written.tensors.size(); ++i) {
    expect(size(written.tensors[i].values) == size(results.tensors[i].values),
           fmt::format("result {} has another size:\n{}", i, text));
    if (!keeps_values(options, results)) continue;
    expect_same_values(written.tensors[i], results.tensors[i], fmt::format("result {} of\n{}", i, text));
  }
}

/// What was written in full is what --expect expects.
void expect_agreement(cli::Options options, std::string_view input, const CommandRun& run, const Results& results) {
  const bool keeps_all = keeps_values(options, results) && !is_csv(results.to);
  if (!keeps_all || options.read.keep || options.write.nonfinite == formats::Nonfinite::null) return;
  const test::MemoryFile expected(run.output);
  options.expect.emplace();
  options.expect->path = expected.path();
  options.expect->command.request = options.request;
  options.expect->command.dtype = options.read.dtype;
  options.fail_on.clear();
  const CommandRun again = run_command(options, input);
  expect(again.status == cli::done,
         fmt::format("--expect disagrees with the result ({}):\n{}", again.error, run.output));
  expect(again.output == run.output, "--expect changes the result");
}

}  // namespace

void check_command(std::string_view bytes) {
  const std::size_t line_end = std::min(bytes.find('\n'), bytes.size());
  const std::optional<cli::Options> understood = options_of(bytes.substr(0, line_end));
  if (!understood) return;
  const std::string_view input = bytes.substr(std::min(line_end + 1, bytes.size()));
  cli::Options options = *understood;
  options.expect.reset();
  const CommandRun run = run_command(options, input);
  if (options.fail_on.empty()) expect(run.status != cli::check_failed, "a check failed that nobody asked for");
  if (options.explain || options.result_in_report()) {
    const bool is_json = options.result_in_report() || options.explain->format == derive::Form::json;
    if (run.status == cli::failed) {
      expect(run.output.empty(), fmt::format("{}, and this is written:\n{}", run.error, run.output));
    } else if (is_json) {
      expect(nlohmann::json::accept(run.output), fmt::format("this is no JSON:\n{}", run.output));
    }
    return;
  }

  const Results results = expected_results(options, input);
  expect_results(options, run, results);
  if (run.status == cli::failed) return;
  expect(results.is_whole, "what can't be read whole is done");
  if (understood->expect) expect_agreement(options, input, run, results);
}

}  // namespace softmax::fuzz
