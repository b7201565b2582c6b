#include "CLexicon.h"

const char *levee_lexicon_chinese(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/chinese.txt"
        , 0};
    return text;
}

const unsigned char *levee_cue_weights(long *count) {
    static const unsigned char bytes[] = {
#embed "../Analysis/Lexicon/cues.weights"
    };
    *count = sizeof bytes;
    return bytes;
}

const char *levee_lexicon_cues(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/cues.txt"
        , 0};
    return text;
}

const char *levee_lexicon_english(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/english.txt"
        , 0};
    return text;
}

const char *levee_lexicon_grammar(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/grammar.txt"
        , 0};
    return text;
}

const char *levee_lexicon_handles(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/handles.txt"
        , 0};
    return text;
}

const char *levee_lexicon_kinds(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/kinds.txt"
        , 0};
    return text;
}

const char *levee_lexicon_signs(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/signs.txt"
        , 0};
    return text;
}

const char *levee_lexicon_traditional(void) {
    static const char text[] = {
#embed "../Analysis/Lexicon/traditional.txt"
        , 0};
    return text;
}
