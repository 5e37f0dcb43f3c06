#include "formats/reader.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/detect.h"
#include "io/foreign.h"

namespace softmax::formats {
std::unique_ptr<Reader> open_reader(Input input, const ReadOptions& options) {
  if (!options.format || row(*options.format).content != Content::any) {
    refuse_foreign(input, options.is_expected || options.in_case_file ? Wanted::tensor_file : Wanted::input);
  }
  const Format format = detect(input, options);
  const FormatRow& chosen = row(format);
  input.tell(*options.progress);
  if (chosen.content == Content::text) {
    refuse_utf16(input);
    refuse_zeros(input, "a number");
  }
  return chosen.read(std::move(input), options, format);
}

Shape reshaped(const std::vector<long>& requested, std::size_t elements) {
  const auto fail = [&](const std::string& why) {
    throw Error(formatted("--shape {} does not fit {} element{}: {}", fmt::join(requested, ","), elements,
                          elements == 1 ? "" : "s", why));
  };
  if (requested.size() > largest_rank) {
    throw Error(formatted("--shape {}: expected {} sizes at most, found {}", fmt::join(requested, ","), largest_rank,
                          requested.size()));
  }
  Shape shape;
  for (const long size : requested) shape.push_back(size == -1 ? 1 : static_cast<std::size_t>(size));
  const std::size_t known = element_count(shape);
  const auto open = std::find(requested.begin(), requested.end(), -1);
  if (open == requested.end()) {
    if (known != elements) fail(formatted("it holds {}", known));
    return shape;
  }
  if (known == 0) fail("beside a 0 the -1 can stand for any size");
  if (elements % known != 0) fail(formatted("that is no multiple of {}", known));
  shape[static_cast<std::size_t>(open - requested.begin())] = elements / known;
  return shape;
}
}  // namespace softmax::formats
