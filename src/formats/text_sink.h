#pragma once

#include <algorithm>
#include <cstddef>
#include <span>
#include <string_view>

#include "core/sink.h"
#include "io/output.h"
#include "text/shortest.h"

namespace softmax::formats {
/// A sink whose text depends only on the values and their places in the tensor, so that it can be prepared. A derived
/// class sets up each tensor in `begin`, and does not change until its `end`.
class TextSink : public Sink {
 public:
  void write(const Block& values) final {
    for (std::size_t done = 0; done < values.size();) {
      const Block part = part_at(values, done);
      part_.clear();
      format(written_, part, part_);
      put(part.size(), part_);
      done += part.size();
    }
  }

  void prepare(std::size_t first, const Block& values, Prepared& text) const final {
    for (std::size_t done = 0; done < values.size();) {
      const Block part = part_at(values, done);
      format(first + done, part, text);
      if (text.size() > maximum_prepared) return text.clear();
      done += part.size();
    }
  }

  void write_prepared(const Block& values, const Prepared& text) final {
    text.size() == 0 ? write(values) : put(values.size(), text);
  }

 protected:
  explicit TextSink(Output& output) : output_(output) {}

  Output& output() { return output_; }

  /// The next value is the first of a tensor.
  void start() { written_ = 0; }

  /// Appends the text of values, the first of which is element `first`, with everything that comes before each of them.
  virtual void format(std::size_t first, const Block& values, Prepared& text) const = 0;

 private:
  /// Bytes of a block that may be kept until its turn. A block has more only with hundreds of digits after the point.
  static constexpr std::size_t maximum_prepared = std::size_t{16} << 20;

  /// The values that become text next.
  static Block part_at(const Block& values, std::size_t first) {
    constexpr std::size_t part_size = 4096;
    return values.part(first, std::min(part_size, values.size() - first));
  }

  void put(std::size_t count, const Prepared& text) {
    output_.write({text.data(), text.size()});
    written_ += count;
  }

  Output& output_;
  std::size_t written_ = 0;  ///< values of the tensor
  Prepared part_;
};

/// Appends the numbers, at least one, with `separator` between them.
template <Real T>
void append_numbers(const NumberText& number, std::span<const T> values, char separator, Prepared& text) {
  constexpr std::size_t at_once = 64;  // room is made rarely, and little is made for long numbers, which are rare
  while (!values.empty()) {
    const std::span<const T> some = values.first(std::min(values.size(), at_once));
    const std::size_t before = text.size();
    text.resize(before + some.size() * (number.room() + 1));
    char* to = text.data() + before;
    for (const T value : some) {
      to = number.put(to, value);
      *to++ = separator;
    }
    text.resize(static_cast<std::size_t>(to - text.data()));
    values = values.subspan(some.size());
  }
  text.resize(text.size() - 1);
}

inline void append(std::string_view part, Prepared& text) { text.append(part.data(), part.data() + part.size()); }
}  // namespace softmax::formats
