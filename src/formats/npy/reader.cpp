#include "formats/reader.h"

#include "core/error.h"
#include "core/formatted.h"
#include "formats/npy/source.h"
#include "text/utf8.h"

namespace softmax::formats {
namespace {
/// The number that little-endian bytes hold.
std::size_t little_endian(std::string_view bytes) {
  std::size_t value = 0;
  for (std::size_t i = bytes.size(); i-- > 0;) value = value << 8 | static_cast<unsigned char>(bytes[i]);
  return value;
}

std::string conversion_note(const ItemType& type) {
  const bool is_wide_integer = type.size == 8;
  return formatted("{} made float64{}", name(type), is_wide_integer ? ", exact up to 2^53" : "");
}

constexpr std::size_t block_items = std::size_t{1} << 16;

/// Reads everything once, so that an error comes before the first value is used.
void check_values(Source& source, std::size_t count) {
  Buffer buffer;
  for (std::size_t first = 0; first < count; first += block_items) {
    source.read(first, std::min(block_items, count - first), buffer);
  }
}

/// The values of an array in Fortran order, whole and in row-major order.
std::unique_ptr<Source> in_row_major_order(Source& source, const Shape& shape, Dtype dtype, const std::string& name) {
  return with_memory(
      [&] {
        Buffer buffer;
        source.read(0, element_count(shape), buffer);
        return memory_source(dtype == Dtype::float64 ? Values(from_fortran_order(buffer.as<double>(), shape))
                                                     : Values(from_fortran_order(buffer.as<float>(), shape)));
      },
      [&] {
        return memory_error(2 * memory_size(shape, dtype),
                            tensor_text("tensor", shape, dtype) + " twice, as it is in Fortran order", name);
      });
}

class NpyReader : public Reader {
 public:
  NpyReader(Input input, const ReadOptions& options, Format format)
      : Reader(format),
        stream_(std::move(input)),
        dtype_(options.dtype),
        shape_(options.shape),
        progress_(*options.progress) {}

  std::optional<Document> next() override {
    if (documents_ > 0) leave_array();
    const std::optional<NpyHeader> header = take_header();
    if (!header) return std::nullopt;
    ++documents_;
    is_sequence_ = is_sequence_ || documents_ > 1;

    const bool is_converted = header->type.kind != ItemKind::floating && header->type.kind != ItemKind::bfloat16;
    array_ = {stream_.offset(), element_count(header->shape), header->type,
              dtype_.value_or(natural_dtype(header->type))};
    if (stream_.input().is_regular()) {
      check_sizes();
      progress_.advance(Stage::reading, array_.end() - told_);  // it is not read in order
      told_ = array_.end();
    }

    Document document;
    document.dtype = array_.dtype;
    document.shape = shape_ ? reshaped(*shape_, array_.count) : header->shape;
    if (!dtype_ && is_converted) document.notes.push_back(conversion_note(header->type));
    document.values = npy_source(stream_, array_);
    if (header->is_fortran_order && !is_order_free(header->shape)) {
      document.values = in_row_major_order(*document.values, header->shape, array_.dtype, stream_.name());
    } else if (stream_.input().is_regular() && can_be_beyond(array_.type, array_.dtype)) {
      check_values(*document.values, array_.count);
    }
    return document;
  }

  bool is_sequence() const override { return is_sequence_; }

 private:
  /// Moves to the end of the last array.
  void leave_array() {
    stream_.skip_to(array_.end());
    if (stream_.offset() < array_.end()) fail_truncated(stream_.name(), array_, stream_.offset() - array_.offset);
  }

  /// Reads the next header; returns nothing at the end of the input.
  std::optional<NpyHeader> take_header() {
    const std::uint64_t start = stream_.offset();
    std::string magic(npy_magic.size(), '\0');
    magic.resize(stream_.read(magic.data(), magic.size()));
    if (magic.empty() && documents_ > 0) return std::nullopt;
    if (magic.empty()) throw Error({stream_.name(), 0, 0, {}, 0}, "no tensor: the input is empty");
    if (magic != npy_magic) fail_magic(start, magic);

    const std::string version = take(2, "the version");
    if ((version[0] != 1 && version[0] != 2 && version[0] != 3) || version[1] != 0) {
      fail_at_byte(stream_.name(), start + npy_magic.size(),
                   formatted("expected the format version 1.0, 2.0 or 3.0, found {}.{}",
                             static_cast<unsigned char>(version[0]), static_cast<unsigned char>(version[1])));
    }
    const std::uint64_t length_offset = stream_.offset();
    const std::size_t length = little_endian(take(version[0] == 1 ? 2 : 4, "the header's length"));
    if (length > longest_npy_header) {
      fail_at_byte(stream_.name(), length_offset,
                   formatted("expected a header of at most {} bytes, found {}", longest_npy_header, length));
    }
    const NpyPlace place{stream_.name(), stream_.offset()};
    return parse_npy_header(take(length, "the header"), place, dtype_);
  }

  /// Reads exactly `count` bytes.
  std::string take(std::size_t count, std::string_view what) {
    const std::uint64_t start = stream_.offset();
    std::string bytes(count, '\0');
    const std::size_t got = stream_.read(bytes.data(), count);
    if (got < count) {
      fail_at_byte(stream_.name(), start,
                   formatted("expected {} bytes of {}, the input ends after {}", count, what, got));
    }
    return bytes;
  }

  /// Checks that the array is complete, and that another array or nothing follows it. Only for a regular file.
  void check_sizes() {
    const std::uint64_t available = stream_.input().size() - std::min(stream_.input().size(), array_.offset);
    if (available < array_.bytes()) fail_truncated(stream_.name(), array_, available);
    std::string magic(npy_magic.size(), '\0');
    magic.resize(stream_.input().read_at(array_.end(), magic.data(), magic.size()));
    if (magic.empty()) return;
    is_sequence_ = true;
    if (magic != npy_magic) fail_magic(array_.end(), magic);
  }

  [[noreturn]] void fail_magic(std::uint64_t offset, std::string_view found) const {
    fail_at_byte(stream_.name(), offset,
                 formatted(R"(expected {}the .npy magic "\x93NUMPY", found "{}")",
                           offset > 0 ? "the end of the input or " : "", printable(found)));
  }

  NpyStream stream_;
  std::optional<Dtype> dtype_;
  std::optional<std::vector<long>> shape_;
  Progress& progress_;
  std::uint64_t told_ = 0;  ///< the offset up to which reading has been reported
  NpyArray array_;          ///< that of the last document
  std::size_t documents_ = 0;
  bool is_sequence_ = false;
};
}  // namespace

/// Reads .npy arrays, one after another; format version 1, 2 or 3
/// (https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). Values of a regular file are read when
/// they are asked for, but sizes, what follows the array, and values that --dtype can't hold are checked before
/// next() returns it. The values of anything else stream by. A document's source must not outlive the reader.
std::unique_ptr<Reader> npy_reader(Input input, const ReadOptions& options, Format format) {
  return std::make_unique<NpyReader>(std::move(input), options, format);
}
}  // namespace softmax::formats
