#pragma once

#include <memory>
#include <string>
#include <vector>

#include "check/command.h"
#include "check/subject.h"
#include "cli/options.h"
#include "core/block.h"
#include "core/outcome.h"
#include "formats/reader.h"

namespace softmax::cli {

/// --expect: the tensors of a file, compared one after another with the results of a run.
class Expectation {
 public:
  /// Opens and detects the file. Throws Error when it can't be read.
  explicit Expectation(const Options& options);

  /// Takes the values of a document, so that they can be compared and computed with: they are put back as a source in
  /// memory. Reads the tensor to compare with. Throws Error for one that can't be read.
  void prepare(formats::Document& document);

  /// Compares the result with the tensor that prepare read. Where the file has none left, it is a mismatch.
  Verdict judge(const Tensor& result, const Request& request);

  /// After the last tensor: whether the file has more of them, which no result was compared with.
  bool has_more();

 private:
  const Options& options_;
  std::unique_ptr<formats::Reader> reader_;
  std::optional<check::Expected> expected_;
  std::vector<double> input_;
  std::vector<double> half_units_;
  check::Command command_;
};

}  // namespace softmax::cli
