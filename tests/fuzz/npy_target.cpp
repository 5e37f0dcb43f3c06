#include <optional>

#include <fmt/format.h>

#include "fuzz/reading.h"
#include "fuzz/round_trip.h"
#include "fuzz/target.h"

namespace softmax::fuzz {
namespace {

/// A pipe is checked as it streams, a file before its values are used: from a pipe come at least as many arrays, and
/// the same ones, and an end or an error as of the file.
Reading read_both_ways(std::string_view bytes, const formats::ReadOptions& options) {
  Reading file = read_file(bytes, options);
  const Reading pipe = read_pipe(bytes, options);
  expect(pipe.documents.starts_with(file.documents),
         fmt::format("a pipe gives\n{}{}\na file gives\n{}{}", pipe.documents, pipe.error, file.documents, file.error));
  expect(pipe.error.empty() == file.error.empty(),
         fmt::format("a pipe ends with '{}', a file with '{}'", pipe.error, file.error));
  return file;
}

}  // namespace

void check_npy(std::string_view bytes) {
  formats::ReadOptions options;
  options.format = formats::Format::npy;
  for (const std::optional<Dtype> dtype : {std::optional<Dtype>(), std::optional(Dtype::bfloat16),
                                           std::optional(Dtype::float16), std::optional(Dtype::float64)}) {
    options.dtype = dtype;
    for (const Tensor& tensor : read_both_ways(bytes, options).tensors) expect_round_trip(tensor, formats::Format::npy);
  }
}

}  // namespace softmax::fuzz
