#include "cli/expectation.h"

#include <utility>
#include <variant>

#include "check/compare.h"
#include "check/mistakes/find.h"
#include "io/input.h"

namespace softmax::cli {
namespace {

formats::ReadOptions reading_with_digits() {
  formats::ReadOptions options;
  options.digits = true;
  return options;
}

Values values_as(Dtype dtype, const std::vector<double>& values) {
  if (dtype == Dtype::float64) return values;
  return std::vector<float>(values.begin(), values.end());  // exact: they came from such floats
}

}  // namespace

Expectation::Expectation(const Options& options) : options_(options) {
  Input input = *options.expect == "-" ? Input::standard_input() : Input::open(*options.expect);
  reader_ = formats::open_reader(std::move(input), reading_with_digits());
  command_.request = options.request;
  command_.dtype = options.read.dtype;
  command_.reading = options.reading_words;
  if (options.input != "-") command_.input = options.input;
}

void Expectation::prepare(formats::Document& document) {
  half_units_ = check::half_units(document.print);
  input_ = check::take_values(document);
  document.values = memory_source(values_as(document.dtype, input_));
  expected_.reset();
  if (std::optional<formats::Document> expected = reader_->next()) {
    expected_ = check::expected_of(*expected, options_.read.dtype);
  }
}

Verdict Expectation::judge(const Tensor& result, const Request& request) {
  if (!expected_) {
    Verdict missing;
    missing.level = Level::mismatch;
    missing.is_missing = true;
    return missing;
  }
  check::Subject subject{result.shape, result.dtype, std::move(input_), std::move(half_units_), {}, request};
  subject.result = as_doubles(result.values);
  Verdict verdict = check::compare(check::computed_result(subject, expected_->dtype), *expected_, options_.tolerance);
  if (verdict.agrees()) return verdict;
  if (options_.tolerance) {
    const Verdict by_digits =
        check::compare(check::computed_result(subject, expected_->dtype), *expected_, std::nullopt);
    verdict.agrees_by_digits = by_digits.agrees();
  }
  if (!verdict.agrees_by_digits) check::find_mistakes(subject, *expected_, command_, options_.tolerance, verdict);
  return verdict;
}

bool Expectation::has_more() { return reader_->next().has_value(); }

}  // namespace softmax::cli
