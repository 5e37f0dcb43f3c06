#include "io/beginnings.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "core/error.h"
#include "core/formatted.h"
#include "text/text.h"

namespace softmax {
namespace {

using namespace std::string_view_literals;

struct Packing {
  std::string_view magic;  ///< how the input begins; a '?' stands for any byte
  std::string_view name;
  std::string_view command;  ///< that unpacks what it is given
};

constexpr std::array<Packing, 5> packings = {{{"\x1F\x8B"sv, "gzip", "zcat"},
                                              {"PK\x03\x04"sv, "a zip archive (.npz is one)", "unzip"},
                                              {"\x28\xB5\x2F\xFD"sv, "zstd", "zstdcat"},
                                              {"\xFD\x37zXZ\x00"sv, "xz", "xzcat"},
                                              {"BZh?1AY&SY"sv, "bzip2", "bzcat"}}};

constexpr std::size_t longest_magic = 10;

/// Whether the bytes are those of the magic.
bool is_magic(std::string_view bytes, std::string_view magic) {
  return std::equal(magic.begin(), magic.end(), bytes.begin(), bytes.end(),
                    [](char of_magic, char byte) { return of_magic == '?' || of_magic == byte; });
}

}  // namespace

void refuse_utf16(Input& input) {
  const std::string beginning = input.peek(2);
  if (beginning != "\xFF\xFE" && beginning != "\xFE\xFF") return;
  throw Error({input.name(), 0, 0, {}, 0}, "expected UTF-8, found UTF-16; convert it: iconv -f UTF-16 -t UTF-8");
}

void refuse_zeros(Input& input, std::string_view expected) {
  if (!input.peek(1).starts_with('\0')) return;
  const Text text(input.name(), std::string(1, '\0'));
  text.fail_expecting(text.begin(), expected);
}

void refuse_packed(Input& input) {
  const auto find = [&](std::size_t bytes) {
    const std::string beginning = input.peek(bytes);
    return std::find_if(packings.begin(), packings.end(), [&](const Packing& packing) {
      const std::string_view magic = packing.magic.substr(0, bytes);
      return is_magic(std::string_view(beginning).substr(0, magic.size()), magic);
    });
  };
  // No more of a pipe is waited for than what may tell.
  if (find(2) == packings.end()) return;
  const auto found = find(longest_magic);
  if (found == packings.end()) return;
  throw Error({input.name(), 0, 0, {}, 0},
              formatted("expected text or .npy, found {}; unpack it first, with {}", found->name, found->command));
}

}  // namespace softmax
