#include "cli/expectation.h"

#include <utility>
#include <variant>

#include "read/input.h"
#include "verify/compare.h"
#include "verify/explanations.h"

namespace softmax::cli {
namespace {

read::Options reading_with_digits() {
  read::Options options;
  options.digits = true;
  return options;
}

Values values_as(Dtype dtype, const std::vector<double>& values) {
  if (dtype == Dtype::float64) return values;
  return std::vector<float>(values.begin(), values.end());  // exact: they came from such floats
}

}  // namespace

Expectation::Expectation(const Options& options) : options_(options) {
  read::Input input = *options.expect == "-" ? read::Input::standard_input() : read::Input::open(*options.expect);
  reader_ = read::open_reader(std::move(input), reading_with_digits());
  command_.request = options.request;
  command_.dtype = options.read.dtype;
  command_.reading = options.reading_words;
  if (options.input != "-") command_.input = options.input;
}

void Expectation::prepare(read::Document& document) {
  half_units_ = verify::half_units(document.print);
  input_ = verify::take_values(document);
  document.values = memory_source(values_as(document.dtype, input_));
  expected_.reset();
  if (std::optional<read::Document> expected = reader_->next()) {
    expected_ = verify::expected_of(*expected, options_.read.dtype);
  }
}

Verdict Expectation::judge(const Tensor& result, const Request& request) {
  if (!expected_) {
    Verdict missing;
    missing.level = Level::mismatch;
    missing.is_missing = true;
    return missing;
  }
  verify::Subject subject{result.shape, result.dtype, std::move(input_), std::move(half_units_), {}, request};
  subject.result = as_doubles(result.values);
  Verdict verdict = verify::compare(verify::computed_result(subject, expected_->dtype), *expected_, options_.tolerance);
  if (verdict.agrees()) return verdict;
  if (options_.tolerance) {
    const Verdict by_digits =
        verify::compare(verify::computed_result(subject, expected_->dtype), *expected_, std::nullopt);
    verdict.agrees_by_digits = by_digits.agrees();
  }
  if (!verdict.agrees_by_digits) verify::explain(subject, *expected_, command_, options_.tolerance, verdict);
  return verdict;
}

bool Expectation::has_more() { return reader_->next().has_value(); }

}  // namespace softmax::cli
