#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "check/subject.h"
#include "core/dtype.h"
#include "core/outcome.h"
#include "core/request.h"
#include "formats/reader.h"
#include "io/input.h"

namespace softmax::check {
/// An element of the result that a case lists.
struct ExpectedElement {
  Index index;
  ExpectedNumber value;
};

/// One example of a lesson: an input, what to compute, and what the lesson says about the result.
struct Case {
  std::string name;
  Shape shape;
  Dtype dtype = Dtype::float64;  ///< of the arithmetic
  std::vector<double> input;
  std::optional<Print> print;  ///< the digits of the input
  bool shows_rank = true;      ///< of the input, as in Print
  std::string input_file;      ///< the file of the input; empty when the case has the input itself
  Request request;
  std::optional<Expected> expect;
  std::optional<Expected> sums;
  std::vector<ExpectedElement> elements;
  std::vector<std::pair<Trouble, std::size_t>> diagnostics;
  std::optional<std::string> wrong;  ///< the id of the mistake, where the lesson is known to be wrong
  std::string note;
};

/// A case file.
struct CaseFile {
  std::string name;  ///< as it was opened
  std::string title;
  std::string source;
  std::vector<Case> cases;
};

/// Reads a case file, JSON as docs/checking.md describes it; paths in it are relative to its own folder. Throws Error
/// with line and column for malformed JSON, for members that don't exist, are missing or contradict one another, for
/// values that can't be read and for indices that don't fit.
CaseFile read_case_file(Input input);
}  // namespace softmax::check
