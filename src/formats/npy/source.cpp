#include "formats/npy/source.h"

#include <array>
#include <span>

#include "core/formatted.h"
#include "text/number.h"

namespace softmax::formats {
namespace {
constexpr std::size_t chunk_bytes = std::size_t{1} << 16;

class NpySource final : public Source {
 public:
  NpySource(NpyStream& stream, const NpyArray& array) : stream_(stream), array_(array) {}

  Block read(std::size_t first, std::size_t count, Buffer& buffer) override {
    if (array_.dtype == Dtype::float64) return read_values(first, count, buffer.as<double>());
    return read_values(first, count, buffer.as<float>());
  }

  bool rereadable() const override { return stream_.input().is_regular(); }

 private:
  template <Real T>
  Block read_values(std::size_t first, std::size_t count, std::vector<T>& buffer) {
    // For a stream, room is made only for the next chunk: a header with a wrong size costs one chunk of memory.
    const std::size_t step = rereadable() ? count : chunk_bytes / sizeof(T);
    for (std::size_t done = 0; done < count;) {
      const std::size_t items = std::min(count - done, step);
      if (buffer.size() < done + items) buffer.resize(done + items);
      read_items(first + done, items, buffer.data() + done);
      done += items;
    }
    return std::span<const T>(buffer).first(count);
  }

  template <Real T>
  void read_items(std::size_t first, std::size_t count, T* values) {
    const std::size_t size = array_.type.size;
    if (is_stored_as(array_.type, array_.dtype)) {
      fetch(first, reinterpret_cast<char*>(values), count * size);
      return;
    }
    std::array<char, chunk_bytes> chunk;
    for (std::size_t done = 0; done < count;) {
      const std::size_t items = std::min(count - done, chunk_bytes / size);
      fetch(first + done, chunk.data(), items * size);
      const std::size_t good = convert_items(array_.type, array_.dtype, chunk.data(), items, values + done);
      if (good < items) {
        fail_at_byte(stream_.name(), array_.offset + (first + done + good) * size,
                     beyond_range_text(item_text(array_.type, chunk.data() + good * size), array_.dtype));
      }
      done += items;
    }
  }

  /// Reads the bytes of the items from `item` on.
  void fetch(std::size_t item, char* to, std::size_t bytes) {
    const std::uint64_t start = std::uint64_t{item} * array_.type.size;
    const std::size_t got =
        rereadable() ? stream_.input().read_at(array_.offset + start, to, bytes) : stream_.read(to, bytes);
    if (got < bytes) fail_truncated(stream_.name(), array_, start + got);
  }

  NpyStream& stream_;
  NpyArray array_;
};
}  // namespace

std::size_t NpyStream::read(char* to, std::size_t count) {
  const std::size_t got = input_.is_regular() ? input_.read_at(offset_, to, count) : input_.read(to, count);
  offset_ += got;
  return got;
}

void NpyStream::skip_to(std::uint64_t offset) {
  if (input_.is_regular()) {
    offset_ = std::min(offset, input_.size());
    return;
  }
  std::array<char, chunk_bytes> unused;
  while (offset_ < offset) {
    const auto wanted = static_cast<std::size_t>(std::min<std::uint64_t>(offset - offset_, unused.size()));
    if (read(unused.data(), wanted) < wanted) return;
  }
}

std::unique_ptr<Source> npy_source(NpyStream& stream, const NpyArray& array) {
  return std::make_unique<NpySource>(stream, array);
}

void fail_truncated(const std::string& source, const NpyArray& array, std::uint64_t available) {
  fail_at_byte(source, array.offset,
               formatted("expected {} bytes of data, the input ends after {}", array.bytes(), available));
}
}  // namespace softmax::formats
