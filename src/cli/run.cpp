#include "cli/run.h"

#include <unistd.h>

#include <csignal>
#include <new>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include <fmt/format.h>

#include "cli/exit_code.h"
#include "cli/options.h"
#include "compute/softmax.h"
#include "core/error.h"
#include "core/sink.h"
#include "report/account.h"
#include "report/message.h"
#include "report/report_json.h"
#include "write/output.h"

namespace softmax::cli {
namespace {

/// Standard error is told what can be told; that it can't be written is nothing to stop for.
void tell(std::string_view text) {
  while (!text.empty()) {
    const ssize_t done = ::write(STDERR_FILENO, text.data(), text.size());
    if (done <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(done));
  }
}

bool is_json(Format format) { return format == Format::json || format == Format::jsonl; }
bool is_csv(Format format) { return format == Format::csv || format == Format::tsv; }

/// Options that mean nothing for the format that the input turned out to have.
void refuse_misplaced(const Options& options, const std::string& input, Format from, Format to) {
  const auto needs = [&](bool given, std::string_view option, std::string_view what) {
    if (given) throw Error(fmt::format("{} needs {} input, {} is {}", option, what, input, name(from)));
  };
  if (!is_json(from)) {
    needs(options.read.pointer.has_value(), "--pointer", "json");
    needs(options.read.keep, "--keep", "json");
  }
  if (!is_csv(from)) {
    needs(options.read.header != read::HeaderRule::automatic, "--header", "csv");
    needs(options.read.label_columns > 0, "--label-columns", "csv");
  }
  if (options.read.keep && !is_json(to)) throw Error(fmt::format("--keep needs json output, not {}", name(to)));
}

/// --to, else the known ending of -o, else as the input.
Format output_format(const Options& options, Format from) {
  if (options.to) return *options.to;
  if (options.output) {
    const std::optional<Format> ending = format_by_ending(*options.output);
    if (ending && *ending != Format::text) return *ending;
  }
  return from;
}

/// The result of one tensor as JSON text for the report.
std::string result_text(Tensor& tensor, write::Options options) {
  write::Output memory = write::Output::to_memory();
  options.format = Format::json;
  options.nonfinite = write::Nonfinite::text;
  options.keep = false;
  const Frame no_frame;
  const auto writer = write::open_writer(memory, options);
  writer->begin({tensor.shape, tensor.dtype, &no_frame});
  std::visit([&]<Real T>(const std::vector<T>& values) { writer->write(std::span<const T>(values)); }, tensor.values);
  writer->end();
  return memory.take();
}

/// The reports of all tensors as one JSON document.
class ReportFile {
 public:
  explicit ReportFile(const std::string& path) : output_(write::Output::open(path)) {}

  void add(const std::string& report) {
    texts_ += texts_.empty() ? "" : ",\n";
    texts_ += report;
  }

  void finish(bool is_sequence) {
    output_.write(is_sequence ? "[" + texts_ + "]\n" : texts_ + "\n");
    output_.finish();
  }

 private:
  write::Output output_;
  std::string texts_;
};

int process(Options options) {
  if (options.text) {
    write::Output output = write::Output::standard_output();
    output.write(*options.text);
    output.finish();
    return done;
  }
  const bool is_standard_input = options.input == "-";
  if (!options.has_input && isatty(STDIN_FILENO) == 1) {
    tell(usage());
    return failed;
  }

  read::Input input = is_standard_input ? read::Input::standard_input() : read::Input::open(options.input);
  const std::string input_name = input.name();
  const auto reader = read::open_reader(std::move(input), options.read);
  options.write.format = output_format(options, reader->format());
  refuse_misplaced(options, input_name, reader->format(), options.write.format);

  std::optional<ReportFile> report;
  if (options.report) report.emplace(*options.report);
  const bool result_in_report = options.report == "-" && !options.output;
  options.request.wants_account = !options.quiet || report || !options.fail_on.empty();
  options.request.wants_all_sums = report.has_value();

  std::optional<write::Output> output;
  std::unique_ptr<Sink> writer;
  MemorySink memory;
  if (!result_in_report) {
    output.emplace(write::Output::open(options.output.value_or("-")));
    writer = write::open_writer(*output, options.write);
  }
  Sink& sink = result_in_report ? static_cast<Sink&>(memory) : *writer;

  report::Account account;
  bool has_tensor = false;
  while (const std::optional<read::Document> document = reader->next()) {
    has_tensor = true;
    const TensorHeader header{document->shape, document->dtype, &document->frame};
    Outcome outcome = compute::softmax(document->values, header, options.request, sink);
    if (output && reader->is_sequence()) output->flush();
    if (!options.request.wants_account) continue;
    outcome.input_notes = document->notes;
    if (!result_in_report && options.write.format == Format::npy && document->dtype == Dtype::bfloat16) {
      outcome.input_notes.emplace_back(".npy has no bfloat16: the result is written as float32");
    }
    if (report) {
      report->add(report::report_json(outcome, input_name,
                                      result_in_report ? result_text(memory.tensor(), options.write) : std::string()));
    }
    account.add(outcome);
  }
  if (!has_tensor) throw Error(input_name + ": no tensor: the input is empty");

  if (output) output->finish();
  if (report) report->finish(reader->is_sequence());
  if (!options.quiet) tell(account.text());
  for (const Trouble trouble : options.fail_on) {
    if (account.total(trouble) > 0) return check_failed;
  }
  return done;
}

}  // namespace

int run(int argc, const char* const* argv) {
  // A reader that goes away is noticed by the write that fails, so that an unfinished file is removed first.
  std::signal(SIGPIPE, SIG_IGN);
  try {
    return process(parse_options(argc, argv));
  } catch (const Error& error) {
    tell(report::error_text(error));
  } catch (const write::BrokenPipe&) {
    std::signal(SIGPIPE, SIG_DFL);
    std::raise(SIGPIPE);
  } catch (const std::bad_alloc&) {
    tell("softmax: not enough memory for this tensor\n");
  } catch (const std::exception& error) {
    tell(fmt::format("softmax: unexpected trouble: {}\n", error.what()));
  }
  return failed;
}

}  // namespace softmax::cli
