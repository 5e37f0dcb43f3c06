#include "verify/case_run.h"

#include <algorithm>
#include <utility>
#include <variant>

#include "compute/softmax.h"
#include "core/sink.h"
#include "core/source.h"
#include "verify/compare.h"
#include "verify/explanations.h"

namespace softmax::verify {
namespace {

Values values_of(const Case& which) {
  if (which.dtype == Dtype::float64) return which.input;
  return std::vector<float>(which.input.begin(), which.input.end());  // they were read as floats
}

/// The elements that a case lists, as a tensor in which nothing else was printed.
Expected listed_elements(const Case& which, Dtype dtype) {
  Expected expected{which.shape, {}, dtype};
  expected.numbers.resize(which.input.size(), unknown_number());
  for (const ExpectedElement& element : which.elements) {
    expected.numbers[place_of(element.index, which.shape)] = element.value;
  }
  return expected;
}

class CaseRun {
 public:
  CaseRun(const Case& which, unsigned threads) : which_(which) {
    Request request = which.request;
    request.threads = threads;
    MemorySink sink;
    const Frame no_frame;
    const TensorHeader header{which.shape, which.dtype, &no_frame};
    outcome_ = *compute::softmax(memory_source(values_of(which)), header, request, sink);
    subject_ = {which.shape, which.dtype, which.input, which.half_units, {}, request};
    subject_.result = as_doubles(sink.tensor().values);
    command_.request = request;
  }

  CaseResult result() {
    if (which_.expect) {
      judge("expect", compare(computed_result(subject_, which_.expect->dtype), *which_.expect, std::nullopt),
            [&](Verdict& verdict) { explain(subject_, *which_.expect, command_, std::nullopt, verdict); });
    }
    if (which_.sums) {
      judge("sums", compare(computed_sums(subject_, which_.sums->dtype), *which_.sums, std::nullopt),
            [&](Verdict& verdict) { explain_sums(subject_, *which_.sums, command_, verdict); });
    }
    if (!which_.elements.empty()) judge_elements();
    for (const auto& [trouble, expected] : which_.diagnostics) {
      const std::size_t found = outcome_[trouble].count;
      if (found != expected) result_.counts.push_back({trouble, expected, found});
    }
    result_.passed = result_.passed && result_.counts.empty();
    return std::move(result_);
  }

 private:
  template <class Explain>
  void judge(std::string part, Verdict verdict, Explain explain) {
    if (!verdict.agrees()) explain(verdict);
    const bool is_first_trouble = result_.passed;
    bool passes = verdict.agrees();
    if (which_.wrong) {
      passes = !verdict.agrees() && is_explained(verdict);
      result_.agrees_though_wrong = verdict.agrees();
    }
    if (is_first_trouble && !passes) {
      result_.part = std::move(part);
      result_.verdict = std::move(verdict);
    }
    result_.passed = result_.passed && passes;
  }

  bool is_explained(const Verdict& verdict) const {
    if (*which_.wrong == "unexplained") return verdict.explanations.empty();
    return std::any_of(verdict.explanations.begin(), verdict.explanations.end(),
                       [&](const Explanation& explanation) { return explanation.id == *which_.wrong; });
  }

  void judge_elements() {
    const Dtype dtype = which_.expect ? which_.expect->dtype : which_.dtype;
    std::vector<std::size_t> places;
    for (const ExpectedElement& element : which_.elements) places.push_back(place_of(element.index, which_.shape));
    const Expected expected = listed_elements(which_, dtype);
    judge("elements", compare_elements(computed_result(subject_, dtype), expected, places),
          [&](Verdict& verdict) { explain_elements(subject_, expected, command_, places, verdict); });
  }

  const Case& which_;
  Outcome outcome_;
  Subject subject_;
  Command command_;
  CaseResult result_;
};

}  // namespace

CaseResult run_case(const Case& which, unsigned threads) { return CaseRun(which, threads).result(); }

}  // namespace softmax::verify
