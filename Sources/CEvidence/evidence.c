#include "CEvidence.h"

const char *levee_verify_evidence(void) {
    static const char text[] = {
#embed "../Staff/Audit/Resources/verify_evidence.py"
        , 0};
    return text;
}
