#include "cli/process.h"

#include <algorithm>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "cli/expectation.h"
#include "cli/explaining.h"
#include "cli/progress.h"
#include "compute/softmax.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/sink.h"
#include "io/output.h"
#include "report/account.h"
#include "report/report_json.h"

namespace softmax::cli {
namespace {

bool is_csv(formats::Format format) { return formats::row(format).family == "csv"; }

/// Options that mean nothing for the format that the input turned out to have.
void refuse_misplaced(const Options& options, const std::string& input, formats::Format from, formats::Format to) {
  const auto needs = [&](bool is_given, std::string_view option) {
    const std::string_view family = formats::family_taking(option);
    if (is_given && formats::row(from).family != family) {
      throw Error(formatted("{} needs {} input, {} is {}", option, family, input, name(from)));
    }
  };
  needs(options.read.pointer.has_value(), "--pointer");
  needs(options.read.keep, "--keep");
  needs(options.read.header != formats::HeaderRule::automatic, "--header");
  needs(options.read.label_columns > 0, "--label-columns");
  if (options.read.delimiter && !is_csv(from) && !is_csv(to)) {
    throw Error(
        formatted("--delimiter needs csv input or output, {} is {} and the output {}", input, name(from), name(to)));
  }
  if (options.read.keep && formats::row(to).family != "json") {
    throw Error(formatted("--keep needs json output, not {}", name(to)));
  }
}

/// csv holds one tensor. What is known to be a sequence by now is refused before anything is written; of jsonl that is
/// known with the second document only.
void refuse_sequence(const formats::Reader& reader, const std::string& input, formats::Format to) {
  if (!reader.is_sequence() || reader.format() == formats::Format::jsonl) return;
  throw Error(formatted("{} holds one tensor, {} is a sequence; json, jsonl and npy hold it", name(to), input));
}

/// --to, else the known ending of -o, else as the input; for prints torch when they say `tensor`, else numpy.
formats::Format output_format(const Options& options, const formats::Reader& reader) {
  if (options.to) return *options.to;
  if (options.output) {
    const std::optional<formats::Format> ending = formats::format_by_ending(*options.output);
    if (ending && formats::row(*ending).write != nullptr) return *ending;
  }
  const std::string_view usual = formats::row(reader.format()).default_output;
  if (!usual.empty()) return {usual};
  return reader.says_tensor() ? formats::Format::torch : formats::Format::numpy;
}

/// How the result is written: as was asked, in the format that was asked for or follows from the input.
formats::WriteOptions writing(const Options& options, const formats::Reader& reader) {
  formats::WriteOptions chosen = options.write;
  if (options.explain) return chosen;  // no tensor is written
  chosen.format = output_format(options, reader);
  // A tab that came with tsv input does not go on into csv.
  if (reader.format() == formats::Format::tsv && chosen.format == formats::Format::csv && !chosen.delimiter)
    chosen.delimiter = ',';
  return chosen;
}

/// Where the results go: a writer on its output, an explanation of one element, or only memory, from where the report
/// takes them.
class Results {
 public:
  Results(const Options& options, const formats::WriteOptions& writing) : writing_(writing) {
    if (options.result_in_report()) return;
    output_.emplace(Output::open(options.output.value_or("-")));
    if (options.explain) {
      explaining_.emplace(*options.explain, options.request, options.write.precision);
      return;
    }
    writer_ = formats::open_writer(*output_, writing);
  }

  /// The next tensor, before it is computed.
  void prepare(formats::Document& document) {
    if (explaining_) explaining_->keep(document);
  }

  /// Where results go: to be written or explained, kept, or both.
  Sink& sink(bool keeps) {
    if (!output_) return memory_;
    Sink& main = explaining_ ? explaining_->sink() : *writer_;
    if (!keeps) return main;
    if (!both_) both_.emplace(main, memory_);
    return *both_;
  }

  /// The last result that was kept.
  const Tensor& kept() { return memory_.tensor(); }

  void finish() {
    if (explaining_) output_->write(explaining_->text());
    if (output_) output_->finish();
  }

  /// The last result as JSON text for the report; nothing when it is written elsewhere.
  std::string json() {
    if (output_) return {};
    Output text = Output::to_memory();
    formats::WriteOptions options = writing_;
    options.format = formats::Format::json;
    options.nonfinite = formats::Nonfinite::text;
    options.keep = false;
    const auto writer = formats::open_writer(text, options);
    const Tensor& tensor = memory_.tensor();
    const Frame no_frame;
    writer->begin({tensor.shape, tensor.dtype, &no_frame});
    writer->write(tensor.values);
    writer->end();
    return text.take();
  }

 private:
  formats::WriteOptions writing_;
  std::optional<Output> output_;
  std::unique_ptr<Sink> writer_;
  std::optional<Explaining> explaining_;
  MemorySink memory_;
  std::optional<TeeSink> both_;
};

/// The reports of all tensors as one JSON document. A file gets them as they come; an output from which nothing can be
/// taken back gets them when all are there.
class ReportFile {
 public:
  explicit ReportFile(const std::string& path) : output_(Output::open(path)), keeps_all_(!output_.waits_for_finish()) {}

  void add(const std::string& report) {
    if (reports_++ > 0) kept_ += ",\n";
    kept_ += report;
    if (keeps_all_ || reports_ == 1) return;  // the second shows that it is a sequence
    if (!has_begun_) output_.write("[");
    has_begun_ = true;
    output_.write(kept_);
    kept_.clear();
  }

  void finish(bool is_sequence) {
    if (is_sequence && !has_begun_) output_.write("[");
    output_.write(kept_ + (is_sequence ? "]\n" : "\n"));
    output_.finish();
  }

 private:
  Output output_;
  bool keeps_all_;
  bool has_begun_ = false;
  std::size_t reports_ = 0;
  std::string kept_;
};

/// What the account has to say of reading and writing a tensor.
std::vector<std::string> notes_on(const formats::Document& document, const Options& options, formats::Format to) {
  std::vector<std::string> notes = document.notes;
  if (!options.result_in_report() && document.dtype == Dtype::bfloat16) {
    if (to == formats::Format::npy) notes.emplace_back(".npy has no bfloat16: the result is written as float32");
    if (to == formats::Format::numpy) notes.emplace_back("NumPy has no bfloat16: the result is printed as float32");
  }
  return notes;
}

/// "the tensor of shape (2, 3) in float64 (48 B)"
std::string size_text(const formats::Document& document) {
  return formatted("{} ({})", tensor_text("tensor", document.shape, document.dtype),
                   bytes_text(memory_size(document.shape, document.dtype)));
}

}  // namespace

Processed process(const Options& options) {
  std::unique_ptr<Progress> progress = progress_for(options);
  formats::ReadOptions read_options = options.read;
  read_options.progress = progress.get();
  Input input = options.input == "-" ? Input::standard_input() : Input::open(options.input);
  const std::string input_name = input.name();
  auto reader = formats::open_reader(std::move(input), read_options);
  const formats::WriteOptions write_options = writing(options, *reader);
  refuse_misplaced(options, input_name, reader->format(), write_options.format);

  std::optional<ReportFile> report;
  if (options.report) report.emplace(*options.report);
  std::optional<Expectation> expectation;
  if (options.expect) expectation.emplace(options);
  Results results(options, write_options);
  Request request = options.request;
  request.wants_account = !options.quiet || report || expectation || !options.fail_on.empty();
  request.wants_all_sums = report.has_value();

  report::Account account;
  const auto tell = [&](const Outcome& outcome, const std::string& result) {
    if (report) report->add(report::report_json(outcome, input_name, result));
    account.add(outcome);
  };
  std::optional<Outcome> last;  // told when it is known whether another one follows
  std::string last_result;
  std::optional<formats::Document> document = reader->next();
  if (is_csv(write_options.format)) refuse_sequence(*reader, input_name, write_options.format);
  const auto process_document = [&] {
    if (expectation) expectation->prepare(*document);
    results.prepare(*document);
    const TensorHeader header{document->shape, document->dtype, &document->frame};
    std::optional<Outcome> outcome =
        compute::softmax(*document->values, header, request, results.sink(expectation.has_value()), *progress);
    if (!outcome) return;
    if (expectation) outcome->verdict = expectation->judge(results.kept(), request);
    outcome->input_notes = notes_on(*document, options, write_options.format);
    if (last) tell(*last, last_result);
    last = std::move(outcome);
    if (report) last_result = results.json();
  };
  for (; document; document = reader->next()) {
    with_memory(process_document, [&] {
      return memory_error(formatted("{} and what is made of it on {} thread{}", size_text(*document), request.threads,
                                    request.threads == 1 ? "" : "s"));
    });
  }
  if (expectation && last) last->verdict->has_surplus = expectation->has_more();
  if (last) tell(*last, last_result);
  const bool is_sequence = reader->is_sequence();
  reader.reset();
  progress.reset();  // nothing else may be told beside its line
  // The report first: when it can't be written, an older result stays untouched.
  if (report) report->finish(is_sequence);
  results.finish();
  const bool is_failed = std::any_of(options.fail_on.begin(), options.fail_on.end(),
                                     [&](Trouble trouble) { return account.total(trouble) > 0; }) ||
                         account.disagrees();
  return {is_failed ? check_failed : done, options.quiet ? std::string() : account.text()};
}

}  // namespace softmax::cli
