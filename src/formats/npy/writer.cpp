#include "formats/writer.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>

#include "core/dtype.h"
#include "core/error.h"
#include "core/formatted.h"

namespace softmax::formats {
namespace {
static_assert(std::endian::native == std::endian::little, "values are written as memory holds them");

/// The number in `bytes` bytes, the lowest first.
std::string little_endian(std::size_t number, std::size_t bytes) {
  std::string text;
  for (std::size_t byte = 0; byte < bytes; ++byte) text += static_cast<char>(number >> (8 * byte) & 0xFF);
  return text;
}

std::string file_header(const TensorHeader& tensor) {
  constexpr std::string_view magic = "\x93NUMPY";
  constexpr std::size_t alignment = 64;
  std::string fields = formatted("{{'descr': '{}', 'fortran_order': False, 'shape': {}, }}",
                                 traits(tensor.dtype).npy_code, shape_text(tensor.shape));
  const auto padding = [&](std::size_t length_bytes) {
    const std::size_t unpadded = magic.size() + 2 + length_bytes + fields.size() + 1;
    return (alignment - unpadded % alignment) % alignment;
  };
  std::size_t length_bytes = 2;  // of the field that holds the header's length
  if (fields.size() + padding(2) + 1 > std::numeric_limits<std::uint16_t>::max()) length_bytes = 4;
  fields += std::string(padding(length_bytes), ' ') + '\n';

  std::string header(magic);
  header += length_bytes == 2 ? '\1' : '\2';
  header += '\0';
  return header + little_endian(fields.size(), length_bytes) + fields;
}

class NpyWriter final : public Sink {
 public:
  explicit NpyWriter(Output& output) : output_(output) {}

  void begin(const TensorHeader& header) override {
    is_float16_ = header.dtype == Dtype::float16;
    output_.write(file_header(header));
  }

  void write(const Block& values) override {
    is_float16_ ? write_float16(values.as<float>()) : write_bytes(values.bytes());
  }

  void end() override { output_.flush(); }

 private:
  void write_bytes(std::span<const std::byte> bytes) {
    output_.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
  }

  void write_float16(std::span<const float> values) {
    std::array<std::uint16_t, 4096> bits;
    while (!values.empty()) {
      const std::span<const float> part = values.first(std::min(values.size(), bits.size()));
      std::transform(part.begin(), part.end(), bits.begin(), float16_bits);
      write_bytes(std::as_bytes(std::span(bits).first(part.size())));
      values = values.subspan(part.size());
    }
  }

  Output& output_;
  bool is_float16_ = false;
};
}  // namespace

/// NumPy's file format, one array after another: version 1.0, or 2.0 for a header beyond 65535 bytes; little-endian, C
/// order, values from a multiple of 64 bytes on. bfloat16, which NumPy lacks, is written as float32. Throws Error for
/// an output that is a terminal.
std::unique_ptr<Sink> npy_writer(Output& output, const WriteOptions&) {
  if (output.is_terminal()) {
    throw Error("npy is binary and not for a terminal; name a file with -o FILE, redirect to one, or use a pipe");
  }
  return std::make_unique<NpyWriter>(output);
}
}  // namespace softmax::formats
