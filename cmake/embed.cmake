# Writes a C++ file that holds the files named in FILES (by their last name) as text, for `embedded()` of a program's
# pages.h. cmake -DOUT=embedded.cpp -DNAMESPACE=portal "-DFILES=a;b" -P embed.cmake
set(body "")
foreach(path ${FILES})
  get_filename_component(name ${path} NAME)
  file(READ ${path} text)
  string(APPEND body "      {\"${name}\", R\"mj_page(${text})mj_page\"},\n")
endforeach()
file(WRITE ${OUT} "// Written by embed.cmake.\n#include \"pages.h\"\n\nnamespace ${NAMESPACE} {\n\nconst std::map<std::string_view, std::string_view>& embedded() {\n  static const std::map<std::string_view, std::string_view> kFiles = {\n${body}  };\n  return kFiles;\n}\n\n}  // namespace ${NAMESPACE}\n")
