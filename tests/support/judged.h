#pragma once

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "check/compare.h"
#include "check/mistakes/mistakes.h"
#include "check/subject.h"
#include "compute/softmax.h"
#include "core/outcome.h"
#include "core/sink.h"
#include "formats/printed/forms.h"

namespace softmax::test {

/// A tensor of a print, with its digits.
inline formats::Document printed_document(const std::string& text) {
  formats::ReadOptions options;
  options.digits = true;
  return formats::printed_reader("print", text, options)->next().value();
}

/// A print as --expect reads it.
inline check::Expected expected_print(const std::string& text, std::optional<Dtype> requested = std::nullopt) {
  formats::Document document = printed_document(text);
  return check::expected_of(document, requested);
}

/// A run on a printed input; what the digits of the result show decides what the printer may have cut from the input.
inline check::Subject subject_of(const std::string& input, const Request& request,
                                 const check::Expected& expected = {}) {
  formats::Document document = printed_document(input);
  check::Subject subject{document.shape, document.dtype, {}, check::input_units(document.print, expected.decimals), {},
                         request};
  subject.input = check::take_values(document);
  Values values = subject.input;
  if (subject.dtype != Dtype::float64) values = std::vector<float>(subject.input.begin(), subject.input.end());
  const Frame no_frame;
  MemorySink sink;
  compute::softmax(*memory_source(values), {subject.shape, subject.dtype, &no_frame}, request, sink);
  subject.result =
      std::visit([](const auto& kept) { return std::vector<double>(kept.begin(), kept.end()); }, sink.tensor().values);
  return subject;
}

/// The verdict of --expect on a print.
inline Verdict judged(const std::string& input, const std::string& print, const Request& request,
                      std::optional<Dtype> requested = std::nullopt,
                      const std::optional<check::Tolerance>& tolerance = std::nullopt) {
  const check::Expected expected = expected_print(print, requested);
  const check::Subject subject = subject_of(input, request, expected);
  Verdict verdict = check::compare(check::computed_result(subject), expected, tolerance);
  if (!verdict.agrees())
    check::find_mistakes(subject, expected, {request, requested, {}, "x.json"}, tolerance, verdict);
  return verdict;
}

inline std::vector<std::string> ids_of(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const Mistake& mistake : verdict.mistakes) ids.push_back(mistake.id);
  return ids;
}

inline bool has_id(const Verdict& verdict, const std::string& id) {
  const std::vector<std::string> ids = ids_of(verdict);
  return std::find(ids.begin(), ids.end(), id) != ids.end();
}

inline Request softmax_along(long dim) {
  Request request;
  request.dims = {.all = false, .list = {dim}};
  return request;
}

inline Request log_softmax_along(long dim) {
  Request request = softmax_along(dim);
  request.operation = Operation::log_softmax;
  return request;
}

}  // namespace softmax::test
