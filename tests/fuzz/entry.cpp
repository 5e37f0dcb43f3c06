// What libFuzzer calls, for the target that SOFTMAX_FUZZ_TARGET names. An exception that leaves it ends the program,
// and libFuzzer keeps the input.

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  for (const softmax::fuzz::Target& target : softmax::fuzz::targets) {
    if (target.name == SOFTMAX_FUZZ_TARGET) target.check({reinterpret_cast<const char*>(data), size});
  }
  return 0;
}
