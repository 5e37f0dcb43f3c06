#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "check/case_file.h"
#include "check/case_run.h"
#include "cli/consumers.h"
#include "cli/files.h"
#include "cli/options.h"
#include "cli/progress.h"
#include "cli/run.h"
#include "compute/softmax.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/sink.h"
#include "io/input.h"
#include "io/output.h"
#include "report/account.h"

namespace softmax::cli {
namespace {
/// Throws Error for options that need another format than the input or the output has.
void refuse_misplaced(std::span<const Option* const> options, const std::string& input, formats::Format from,
                      formats::Format to) {
  for (const Option* option : options) {
    const std::string_view name = option->text.long_name;
    const std::string_view family = formats::family_taking(name);
    const bool fits_input = formats::row(from).family == family;
    const bool fits_output = formats::row(to).family == family;
    if (option->place == Place::input_or_output) {
      if (fits_input || fits_output) continue;
      throw Error(formatted("{} needs {} input or output, {} is {} and the output {}", name, family, input,
                            formats::name(from), formats::name(to)));
    }
    if (!fits_input) throw Error(formatted("{} needs {} input, {} is {}", name, family, input, formats::name(from)));
    if (option->place == Place::input_and_output && !fits_output) {
      throw Error(formatted("{} needs {} output, not {}", name, family, formats::name(to)));
    }
  }
}

/// Throws Error for a sequence that goes into a format of one tensor. (Only the second document of jsonl shows one.)
void refuse_sequence(const formats::Reader& reader, const std::string& input, formats::Format to) {
  if (formats::row(to).holds_sequence || !reader.is_sequence() || reader.format() == formats::Format::jsonl) return;
  throw Error(formatted("{} holds one tensor, {} is a sequence; json, jsonl and npy hold it", name(to), input));
}

/// --to, else the known ending of -o, else as the input; for prints torch when they say `tensor`, else numpy.
formats::Format output_format(const std::optional<formats::Format>& to, const std::string& output,
                              const formats::Reader& reader) {
  if (to) return *to;
  const std::optional<formats::Format> ending = formats::format_by_ending(output);
  if (ending && formats::row(*ending).write) return *ending;
  const std::string_view usual = formats::row(reader.format()).default_output;
  if (!usual.empty()) return *formats::format_named(usual);
  return reader.says_tensor() ? formats::Format::torch : formats::Format::numpy;
}

/// How the result is written: as was asked, in the format that was asked for or follows from the input.
formats::WriteOptions writing_of(const Options& options, const formats::Reader& reader) {
  formats::WriteOptions writing = options.write;
  if (options.explain) return writing;  // no tensor is written
  writing.format = output_format(options.to, options.output.value_or("-"), reader);
  // A tab that came with tsv input does not go on into csv.
  if (reader.format() == formats::Format::tsv && writing.format == formats::Format::csv && !writing.delimiter)
    writing.delimiter = ',';
  return writing;
}

using Consumers = std::vector<std::unique_ptr<Consumer>>;

/// The consumers that the options ask for, each after those whose additions it uses. The result's file is opened last.
Consumers consumers_of(const Options& options, const formats::WriteOptions& writing, const std::string& input_name,
                       MemorySink& kept) {
  const std::string output = options.output.value_or("-");
  std::unique_ptr<Consumer> report;
  std::unique_ptr<Consumer> comparison;
  std::unique_ptr<Consumer> result;
  if (options.report) {
    report = std::make_unique<ReportFile>(*options.report, input_name, options.result_in_report() ? &kept : nullptr,
                                          options.write.precision);
  }
  if (options.expect) comparison = std::make_unique<Comparison>(*options.expect, kept);
  if (options.explain) {
    result = std::make_unique<Explanation>(output, *options.explain, options.request, kept);
  } else if (!options.result_in_report()) {
    result = std::make_unique<ResultWriter>(output, writing);
  }
  Consumers consumers;
  for (auto* consumer : {&result, &comparison, &report}) {
    if (*consumer) consumers.push_back(std::move(*consumer));
  }
  return consumers;
}

/// "the tensor of shape (2, 3) in float64 (48 B) and what is made of it on 2 threads"
Error refused_memory(const Shape& shape, Dtype dtype, unsigned threads) {
  return memory_error(formatted("{} ({}) and what is made of it on {} thread{}", tensor_text("tensor", shape, dtype),
                                bytes_text(memory_size(shape, dtype)), threads, threads == 1 ? "" : "s"));
}

/// Takes every tensor from the reader, computes it, shows it to the consumers and adds it to the account.
void run(formats::Reader& reader, std::optional<formats::Document> document, const Request& request,
         const Consumers& consumers, report::Account& account, Progress& progress) {
  std::vector<Sink*> sinks;  // two at most: a writer, and the memory that others share
  for (const auto& consumer : consumers) {
    Sink* sink = consumer->sink();
    if (sink != nullptr && std::find(sinks.begin(), sinks.end(), sink) == sinks.end()) sinks.push_back(sink);
  }
  std::optional<TeeSink> both;
  if (sinks.size() > 1) both.emplace(*sinks[0], *sinks[1]);
  Sink& results = both ? *both : *sinks[0];
  const auto compute = [&] {
    for (const auto& consumer : consumers) consumer->prepare(*document);
    const TensorHeader header{document->shape, document->dtype, &document->frame};
    std::optional<Outcome> outcome = compute::softmax(*document->values, header, request, results, progress);
    if (outcome) outcome->input_notes = std::move(document->notes);
    return outcome;
  };
  while (document) {
    std::optional<Outcome> outcome =
        with_memory(compute, [&] { return refused_memory(document->shape, document->dtype, request.threads); });
    document = reader.next();
    if (!outcome) continue;
    with_memory(
        [&] {
          for (const auto& consumer : consumers) consumer->take(*outcome, !document);
          account.add(*outcome);
        },
        [&] { return refused_memory(outcome->shape, outcome->dtype, request.threads); });
  }
}
}  // namespace

Processed process(const Options& options) {
  std::unique_ptr<Progress> progress = progress_for(options.quiet, options.input, options.output.value_or("-"));
  formats::ReadOptions reading = options.read;
  reading.progress = progress.get();
  Input input = open_input(options.input);
  const std::string input_name = input.name();
  std::unique_ptr<formats::Reader> reader = formats::open_reader(std::move(input), reading);
  const formats::WriteOptions writing = writing_of(options, *reader);
  refuse_misplaced(options.in_place, input_name, reader->format(), writing.format);

  MemorySink kept;
  report::Account account;
  const Consumers consumers = consumers_of(options, writing, input_name, kept);
  Request request = options.request;
  request.wants_account = !options.quiet || options.report || options.expect || !options.fail_on.empty();
  request.wants_all_sums = options.report.has_value();
  std::optional<formats::Document> first = reader->next();
  refuse_sequence(*reader, input_name, writing.format);
  run(*reader, std::move(first), request, consumers, account, *progress);

  const bool is_sequence = reader->is_sequence();
  reader.reset();
  progress.reset();  // its line is erased before anything else is shown
  // In the other order, the report before the result: when it can't be written, an older result stays untouched.
  std::for_each(consumers.rbegin(), consumers.rend(), [&](const auto& consumer) { consumer->finish(is_sequence); });
  const bool is_failed = std::any_of(options.fail_on.begin(), options.fail_on.end(),
                                     [&](Trouble trouble) { return account.total(trouble) > 0; }) ||
                         account.disagrees();
  return {is_failed ? check_failed : done, options.quiet ? std::string() : account.text()};
}

ExitCode check_case_files(const std::vector<std::string>& paths, const std::string& output_path, unsigned threads) {
  std::vector<check::CaseFile> files;
  std::size_t cases = 0;
  for (const std::string& path : paths) {
    files.push_back(check::read_case_file(open_input(path)));
    cases += files.back().cases.size();
    // The command line names the case files, and was checked. The files that cases read are known only now.
    for (const check::Case& which : files.back().cases) {
      if (!which.input_file.empty()) refuse_replacing({"--output", output_path}, {"a case", which.input_file});
    }
  }
  Output output = Output::open(output_path);
  output.write(check::tap_header(cases));
  std::size_t number = 0;
  bool all_pass = true;
  for (const check::CaseFile& file : files) {
    output.write(check::tap_file(file));
    for (const check::Case& which : file.cases) {
      const check::CaseResult result = check::run_case(which, threads);
      output.write(check::tap_case(++number, file, which, result));
      output.flush();
      all_pass = all_pass && result.passed;
    }
  }
  output.finish();
  return all_pass ? done : check_failed;
}
}  // namespace softmax::cli
