# Writes version.cpp, at each build: what the last commit is, is known no sooner. The file is touched only when that has
# changed. Takes SOURCE (the project's directory), VERSION and OUTPUT.
set(COMMIT "")
# Of sources that were unpacked inside of another repository, git would name the commit of that one.
if(EXISTS ${SOURCE}/.git)
  execute_process(COMMAND git -C ${SOURCE} describe --always --dirty --exclude=* --abbrev=12
    OUTPUT_VARIABLE COMMIT OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET)
endif()
configure_file(${CMAKE_CURRENT_LIST_DIR}/version.cpp.in ${OUTPUT} @ONLY)
