#include "compute/diagnosis.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "compute/elementary.h"
#include "compute/kernels.h"

namespace softmax::compute {
namespace {
/// How far the sum of a printed distribution may be from 1: half a unit of the fourth digit an element, at most 0.01.
double distribution_slack(std::size_t length) { return std::min(1e-6 + 0.5e-4 * static_cast<double>(length), 0.01); }
}  // namespace

Diagnosis::Diagnosis(const Request& request, const Shape& shape, Dtype dtype, const Slices& slices)
    : request_(request),
      slices_(slices),
      records_(element_count(shape) == 0 ? 0 : slices.slices_per_panel()),
      may_be_distribution_(slices.length() > 1 && slices.count() > 0) {
  outcome_.shape = shape;
  outcome_.dtype = dtype;
  outcome_.operation = request.operation;
  outcome_.mode = request.mode;
  outcome_.dims = slices.dims();
  outcome_.slice_length = slices.length();
  outcome_.scale = request.scale;
  outcome_.sums.shape = slices.kept();
}

template <Real T>
void Diagnosis::observe(std::size_t panel, const Slices::Piece& piece, const T* x, const T* y) {
  count_elements(panel * slices_.panel_elements() + piece.first, x, y, piece.rows * piece.columns);
  gather_slices(piece, x, y);
}

template <Real T>
void Diagnosis::count_elements(std::size_t first, const T* x, const T* y, std::size_t count) {
  const auto tally = [&](Trouble trouble, auto is_met) {
    std::size_t met = 0;
    for (std::size_t i = 0; i < count; ++i) met += is_met(x[i], y[i]) ? 1U : 0U;
    if (met == 0) return;
    Diagnostic& diagnostic = outcome_[trouble];
    if (diagnostic.count == 0) {
      std::size_t i = 0;
      while (!is_met(x[i], y[i])) ++i;
      diagnostic.first = index_of(first + i, outcome_.shape);
      diagnostic.value = x[i];
    }
    diagnostic.count += met;
  };
  tally(Trouble::nan_input, [](T value, T) { return std::isnan(value); });
  tally(Trouble::inf_input, [](T value, T) { return value == std::numeric_limits<T>::infinity(); });
  tally(Trouble::nan_output, [](T, T result) { return std::isnan(result); });
  if (request_.mode == Mode::naive) {
    const DtypeTraits& type = traits(outcome_.dtype);
    const auto logit = [&](T value) { return rounded_logit(outcome_.dtype, request_.scale, value); };
    tally(Trouble::overflow, [&](T value, T) { return std::isfinite(value) && logit(value) > type.exp_overflow; });
    tally(Trouble::underflow, [&](T value, T) { return std::isfinite(value) && logit(value) < type.exp_underflow; });
  } else if (request_.operation == Operation::softmax) {
    tally(Trouble::underflow, [](T value, T result) { return result == 0 && std::isfinite(value); });
  }
}

template <Real T>
void Diagnosis::gather_slices(const Slices::Piece& piece, const T* x, const T* y) {
  const std::size_t count = piece.rows * piece.columns;
  result_.assign(y, y + count);
  if (request_.operation == Operation::log_softmax) {
    kernels<double>().exponentials(result_.data(), count, result_.data());
    for (double& value : result_) value = round_to(outcome_.dtype, value);
  }
  for (std::size_t i = 0; i < count; ++i) {
    SliceRecord& record = records_[piece.slice + i % piece.columns];
    const double value = x[i];
    record.sum.add(result_[i]);
    if (!(value <= record.largest)) record.largest = std::isnan(record.largest) ? record.largest : value;
    record.smallest = std::min(record.smallest, value);
    record.largest_result = std::max(record.largest_result, static_cast<double>(y[i]));
    record.input_sum += value;
  }
}

void Diagnosis::close_panel(std::size_t panel, std::span<const double> naive_totals) {
  for (std::size_t s = 0; s < records_.size(); ++s) {
    const SliceRecord& record = records_[s];
    const std::size_t slice = slice_number(slices_, panel, s);
    close_sum(slice, record.sum.rounded(Dtype::float64));
    if (!std::isnan(record.largest) && dominant(record) == (request_.scale.value < 0 ? HUGE_VAL : -HUGE_VAL)) {
      if (outcome_.masked_slices++ == 0) outcome_.first_masked = index_of(slice, outcome_.sums.shape);
    }
    if (naive_totals.empty()) {
      close_stable(slice, record);
    } else {
      close_naive(slice, record, naive_totals[s]);
    }
    may_be_distribution_ = may_be_distribution_ && record.smallest >= 0 && record.largest <= 1 &&
                           std::abs(record.input_sum - 1) <= distribution_slack(slices_.length());
  }
  std::fill(records_.begin(), records_.end(), SliceRecord());
}

void Diagnosis::close_sum(std::size_t slice, double sum) {
  Sums& sums = outcome_.sums;
  const double error = std::abs(sum - 1);
  if (sums.count == 0 || (error > sums.error && !std::isnan(sums.error)) ||
      (std::isnan(error) && !std::isnan(sums.error))) {
    sums.error = error;
    sums.worst = index_of(slice, sums.shape);
  }
  sums.smallest = sums.count == 0 ? sum : std::fmin(sums.smallest, sum);
  sums.largest = sums.count == 0 ? sum : std::fmax(sums.largest, sum);
  if (sums.count < sums_shown || request_.wants_all_sums) sums.values.push_back(sum);
  ++sums.count;
}

double Diagnosis::dominant(const SliceRecord& record) const {
  return request_.scale.value < 0 ? record.smallest : record.largest;
}

void Diagnosis::close_stable(std::size_t slice, const SliceRecord& record) {
  const double logit = rounded_logit(outcome_.dtype, request_.scale, dominant(record));
  if (std::isnan(record.largest) || !std::isfinite(dominant(record)) || !std::isfinite(record.largest_result)) return;
  const DtypeTraits& type = traits(outcome_.dtype);
  // The largest result is 1/Σ, so the naive form's sum is e^logit over it.
  const double log_sum =
      request_.operation == Operation::softmax ? -std::log(record.largest_result) : -record.largest_result;
  if (logit + log_sum > type.exp_overflow) count_slice(Trouble::naive_overflow, slice, record.largest);
  if (logit < type.exp_underflow) count_slice(Trouble::naive_underflow, slice, record.largest);
}

void Diagnosis::close_naive(std::size_t slice, const SliceRecord& record, double total) {
  const double logit = rounded_logit(outcome_.dtype, request_.scale, dominant(record));
  if (std::isinf(total) && std::isfinite(dominant(record)) && logit <= traits(outcome_.dtype).exp_overflow) {
    count_slice(Trouble::sum_overflow, slice, record.largest);
  }
  if (total == 0) count_slice(Trouble::zero_sum, slice, record.largest);
}

void Diagnosis::count_slice(Trouble trouble, std::size_t slice, double largest_input) {
  Diagnostic& diagnostic = outcome_[trouble];
  if (diagnostic.count++ > 0) return;
  diagnostic.first = index_of(slice, outcome_.sums.shape);
  diagnostic.value = largest_input;
}

Outcome Diagnosis::finish() {
  if (slices_.length() == 0 && slices_.count() > 0) {
    // No element was seen: every sum is empty.
    Sums& sums = outcome_.sums;
    sums.count = slices_.count();
    sums.values.resize(request_.wants_all_sums ? sums.count : std::min(sums.count, sums_shown));
    sums.error = 1;
    sums.worst = index_of(0, sums.shape);
  }
  outcome_.input_is_distribution = may_be_distribution_;
  return std::move(outcome_);
}

template void Diagnosis::observe(std::size_t, const Slices::Piece&, const float*, const float*);
template void Diagnosis::observe(std::size_t, const Slices::Piece&, const double*, const double*);
}  // namespace softmax::compute
