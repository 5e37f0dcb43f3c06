// Numbers without a header: row-major, little-endian, in the type that --dtype names and the shape that --shape gives.

#include <algorithm>
#include <array>
#include <cstdint>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/npy/source.h"
#include "formats/reader.h"

namespace softmax::formats {
namespace {
ItemType stored_type(Dtype dtype) {
  const ItemKind kind = dtype == Dtype::bfloat16 ? ItemKind::bfloat16 : ItemKind::floating;
  return {kind, traits(dtype).item_size, std::endian::native == std::endian::big};
}

/// One tensor. A shape without -1 streams from a pipe, as .npy does; with -1 the end of a pipe is waited for.
class RawReader : public Reader {
 public:
  RawReader(Input input, const ReadOptions& options, Format format) : Reader(format), stream_(std::move(input)) {
    if (!options.dtype || !options.shape) {
      fail(formatted("raw numbers need {}: nothing in the input says it", options.dtype ? "--shape SIZES"
                                                                          : options.shape
                                                                              ? "--dtype TYPE"
                                                                              : "--dtype TYPE and --shape SIZES"));
    }
    array_ = {0, 0, stored_type(*options.dtype), *options.dtype};
    requested_ = *options.shape;
  }

  std::optional<Document> next() override {
    if (was_read_) {
      check_end();
      return std::nullopt;
    }
    was_read_ = true;
    Document document;
    document.dtype = array_.dtype;
    const bool is_open = std::find(requested_.begin(), requested_.end(), -1) != requested_.end();
    if (stream_.input().is_regular()) {
      document.shape = shape_of(stream_.input().size());
    } else if (is_open) {
      take_whole();
      document.shape = shape_of(whole_.size());
      document.values = values_of_whole();
      return document;
    } else {
      document.shape.assign(requested_.begin(), requested_.end());
      array_.count = element_count(document.shape);
    }
    document.values = npy_source(stream_, array_);
    return document;
  }

  bool is_sequence() const override { return false; }

 private:
  [[noreturn]] void fail(const std::string& message) const {
    Place place;
    place.source = stream_.name();
    throw Error(std::move(place), message);
  }

  /// The shape for that many bytes, all of which must be used.
  Shape shape_of(std::uint64_t bytes) {
    const std::size_t size = array_.type.size;
    array_.count = static_cast<std::size_t>(bytes / size);
    const bool is_open = std::find(requested_.begin(), requested_.end(), -1) != requested_.end();
    if (is_open && bytes == 0) fail("no tensor: the input is empty");
    if (is_open && bytes % size == 0) return reshaped(requested_, array_.count);
    if (is_open) {
      fail(formatted("expected whole numbers of {} bytes ({}), the input has {} bytes: {} after the last", size,
                     name(array_.dtype), bytes, bytes % size));
    }
    const Shape shape(requested_.begin(), requested_.end());
    const std::uint64_t expected = std::uint64_t{element_count(shape)} * size;
    if (bytes != expected) {
      fail(formatted("shape {} in {} takes {} bytes, the input has {}", shape_text(shape), name(array_.dtype), expected,
                     bytes));
    }
    return shape;
  }

  void take_whole() {
    std::array<char, std::size_t{1} << 16> chunk;
    with_memory(
        [&] {
          for (std::size_t got = chunk.size(); got == chunk.size();) {
            got = stream_.read(chunk.data(), chunk.size());
            whole_.append(chunk.data(), got);
          }
        },
        [&] {
          return memory_error(2.0 * static_cast<double>(whole_.size()), "the whole input, which a pipe gives only once",
                              stream_.name());
        });
  }

  template <Real T>
  std::vector<T> converted() const {
    std::vector<T> values(array_.count);
    convert_items(array_.type, array_.dtype, whole_.data(), array_.count, values.data());
    return values;
  }

  std::unique_ptr<Source> values_of_whole() const {
    if (traits(array_.dtype).is_held_as_double) return memory_source(converted<double>());
    return memory_source(converted<float>());
  }

  /// After a tensor that streamed: nothing may follow.
  void check_end() {
    if (stream_.input().is_regular() || !whole_.empty()) return;
    char next = 0;
    if (stream_.read(&next, 1) == 0) return;
    fail(formatted("expected the end of the input after {} bytes, as --shape and --dtype say, found more",
                   array_.bytes()));
  }

  NpyStream stream_;
  NpyArray array_;
  std::vector<long> requested_;
  std::string whole_;  ///< of a pipe whose length decides on the shape
  bool was_read_ = false;
};
}  // namespace

std::unique_ptr<Reader> raw_reader(Input input, const ReadOptions& options, Format format) {
  return std::make_unique<RawReader>(std::move(input), options, format);
}
}  // namespace softmax::formats
