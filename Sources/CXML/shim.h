#include <libxml/HTMLparser.h>
#include <libxml/parser.h>
#include <libxml/tree.h>

// xmlFree is a variable that holds a function; Swift does not let concurrent code read it.
static inline void levee_xml_free(void *pointer) { xmlFree(pointer); }
