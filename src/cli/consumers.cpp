#include "cli/consumers.h"

#include <utility>

#include "check/choice.h"
#include "check/compare.h"
#include "check/mistakes/mistakes.h"
#include "cli/files.h"
#include "core/dtype.h"
#include "core/error.h"
#include "core/formatted.h"
#include "core/shape.h"
#include "derive/derivation.h"
#include "report/account.h"

namespace softmax::cli {
void ResultWriter::prepare(formats::Document& document) {
  const auto* frame = std::get_if<CsvFrame>(&document.frame);
  const bool has_labels = frame != nullptr && !frame->labels.empty();
  const bool is_csv = formats::row(format_).family == formats::Format::csv.name;
  const Shape& shape = document.shape;
  if (has_labels && !is_csv) {
    document.notes.push_back(formatted("{} holds no names: {}the labels left out", formats::name(format_),
                                       frame->has_header ? "the header and " : ""));
  } else if (!has_labels && is_csv && shape.size() == 2 && shape.back() == 1) {
    document.notes.push_back(formatted("a column: {} reads it back as shape {}, not {}", formats::name(format_),
                                       shape_text({shape.front()}), shape_text(shape)));
  }
}

void ResultWriter::take(Outcome& outcome, bool) {
  std::vector<std::string>& notes = outcome.input_notes;
  if (++results_ == 2 && format_ == formats::Format::npy) {
    notes.emplace_back("several .npy arrays follow one another: np.load reads the first of them");
  }
  if (traits(outcome.dtype).in_numpy == outcome.dtype) return;  // of all dtypes, only bfloat16 is none of NumPy's
  if (format_ == formats::Format::npy) notes.emplace_back(".npy has no bfloat16: the result is written as float32");
  if (format_ == formats::Format::numpy) notes.emplace_back("NumPy has no bfloat16: the result is printed as float32");
}

void Explanation::prepare(formats::Document& document) {
  if (has_tensor_) throw Error("--explain takes a single tensor, the input holds several");
  has_tensor_ = true;
  index_ = derive::resolve(explain_.index, document.shape);
  input_ = {document.shape, document.dtype, no_values(document.dtype)};
  with_memory(
      [&] {
        Buffer buffer;
        input_.values = document.values->read(0, element_count(document.shape), buffer).visit([](const auto& values) {
          return Values(std::vector(values.begin(), values.end()));
        });
        document.values = memory_source(input_.values);
      },
      [&] {
        return memory_error(2 * memory_size(document.shape, document.dtype),
                            tensor_text("tensor", document.shape, document.dtype) + ", which --explain keeps twice");
      });
}

void Explanation::finish(bool) {
  const derive::Derivation derivation = derive::derive(input_, kept_.tensor(), request_, index_);
  output_.write(derive::written(derivation, explain_.format, explain_.precision));
  output_.finish();
}

std::unique_ptr<formats::Reader> open_expected(const Expect& expect, const formats::ReadOptions& read,
                                               formats::Format input) {
  const std::string_view json = formats::Format::json.name;
  formats::ReadOptions reading = read;
  reading.format = expect.from;
  reading.is_expected = true;
  reading.keep = false;
  if (expect.pointer) {
    reading.pointer = expect.pointer;
  } else {
    reading.pointer_may_miss = formats::row(input).family == json;
  }
  std::unique_ptr<formats::Reader> reader = formats::open_reader(open_input(expect.path), reading);
  if (expect.pointer && formats::row(reader->format()).family != json) {
    throw Error(formatted("--expect-pointer needs json, {} is {}", expect.path == "-" ? "stdin" : expect.path,
                          formats::name(reader->format())));
  }
  return reader;
}

void Comparison::prepare(formats::Document& document) {
  input_ = check::take_values(document);
  document.values = memory_source(check::values_as(document.dtype, input_));
  input_shows_rank_ = !document.print || document.print->shows_rank;
  print_ = std::move(document.print);
  take_expected();
}

void Comparison::take_expected() {
  expected_.reset();
  if (std::optional<formats::Document> expected = reader_->next()) {
    expected_ = check::expected_of(*expected, expect_.command.dtype);
    expected_->shows_rank = expected_->shows_rank && input_shows_rank_;
    expected_notes_ = std::move(expected->notes);
  }
}

void Comparison::choose(Outcome& outcome) {
  std::vector<check::Expected> prints;
  std::vector<std::vector<std::string>> notes;
  for (; expected_; take_expected()) {
    prints.push_back(*std::move(expected_));
    notes.push_back(std::move(expected_notes_));
  }
  const std::size_t chosen = check::chosen_print(prints, kept_.tensor().shape, input_);
  expected_ = std::move(prints[chosen]);
  expected_notes_ = std::move(notes[chosen]);
  if (prints.size() == 1) return;
  outcome.input_notes.push_back(
      formatted("the expected file has {} tensors: number {} was compared", prints.size(), chosen + 1));
}

Verdict Comparison::verdict() {
  Verdict verdict;
  if (!expected_) {
    verdict.level = Level::mismatch;
    verdict.is_missing = true;
    return verdict;
  }
  const Tensor& result = kept_.tensor();
  expected_->take_rank(result.shape);
  check::Subject subject{result.shape,
                         result.dtype,
                         std::move(input_),
                         check::input_units(print_, expected_->decimals),
                         as_doubles(result.values),
                         expect_.command.request};
  const auto compared = [&](const std::optional<check::Tolerance>& tolerance) {
    return check::compare(check::computed_result(subject), *expected_, tolerance);
  };
  verdict = compared(expect_.tolerance);
  if (verdict.agrees()) return verdict;
  verdict.odd_sum = check::odd_sum(subject, *expected_);
  if (expect_.tolerance) verdict.agrees_by_digits = compared(std::nullopt).agrees();
  if (!verdict.agrees_by_digits) {
    check::find_mistakes(subject, *expected_, expect_.command, expect_.tolerance, verdict);
  }
  return verdict;
}

void Comparison::take(Outcome& outcome, bool is_last) {
  const bool is_single = ++compared_ == 1 && is_last;
  if (is_single && expected_ && reader_->format() == formats::Format::text) choose(outcome);
  outcome.verdict = verdict();
  for (const std::string& note : std::exchange(expected_notes_, {})) {
    outcome.input_notes.push_back("the expected file: " + formats::said_of_expected(note));
  }
  if (is_last) outcome.verdict->has_surplus = reader_->next().has_value();
}

/// The result as JSON text; empty when it is written elsewhere.
std::string ReportFile::result_json() const {
  if (kept_ == nullptr) return {};
  Output text = Output::to_memory();
  const auto writer = formats::open_writer(
      text, {.format = formats::Format::json, .precision = precision_, .nonfinite = formats::Nonfinite::text});
  const Tensor& tensor = kept_->tensor();
  const Frame no_frame;
  writer->begin({tensor.shape, tensor.dtype, &no_frame});
  writer->write(Block(tensor.values));
  writer->end();
  return text.take();
}

void ReportFile::take(Outcome& outcome, bool) {
  if (reports_++ > 0) waiting_ += ",\n";
  waiting_ += report::report_json(outcome, input_name_, result_json());
  if (!output_.waits_for_finish() || reports_ == 1) return;  // the second report shows that it is a sequence
  if (!has_begun_) output_.write("[");
  has_begun_ = true;
  output_.write(waiting_);
  waiting_.clear();
}

void ReportFile::finish(bool is_sequence) {
  if (is_sequence && !has_begun_) output_.write("[");
  output_.write(waiting_ + (is_sequence ? "]\n" : "\n"));
  output_.finish();
}
}  // namespace softmax::cli
