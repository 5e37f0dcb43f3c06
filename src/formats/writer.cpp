#include "formats/writer.h"

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"

namespace softmax::formats {
std::unique_ptr<Sink> open_writer(Output& output, const WriteOptions& options) {
  const FormatRow& chosen = row(options.format);
  if (chosen.write == nullptr) {
    throw Error(
        formatted("{} is a format to read; expected one to write: {}", chosen.name, fmt::join(writable_names(), ", ")));
  }
  return chosen.write(output, options);
}
}  // namespace softmax::formats
