package dev.hec.receiver.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QueryParserTest {

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    ``                              ~ *
                    `  `                            ~ *
                    error                           ~ [error]
                    Error                           ~ [error]
                    disk full                       ~ (& [disk] [full])
                    "Disk  FULL!"                   ~ [disk full]
                    10.0.0.1                        ~ [10 0 0 1]
                    user_id                         ~ [user id]
                    hello!                          ~ [hello]
                    日志                            ~ [日 志]
                    a AND b                         ~ (& [a] [b])
                    a and b                         ~ (& [a] [and] [b])
                    a OR b c                        ~ (| [a] (& [b] [c]))
                    (a OR b) c                      ~ (& (| [a] [b]) [c])
                    NOT a b                         ~ (& (! [a]) [b])
                    NOT (a b)                       ~ (! (& [a] [b]))
                    NOT NOT a                       ~ (! (! [a]))
                    ORDER NOTE ANDES                ~ (& [order] [note] [andes])
                    "AND" "OR" "NOT"                ~ (& [and] [or] [not])
                    NOT(a)OR(b)                     ~ (| (! [a]) [b])
                    level=ERROR                     ~ level='ERROR'
                    level="ERROR"                   ~ level='ERROR'
                    level!=ERROR                    ~ (& level? (! level='ERROR'))
                    "#env"="prod"                   ~ #env='prod'
                    #env=prod                       ~ #env='prod'
                    "a b"="c \\" \\\\ d"            ~ a b='c " \\ d'
                    path=C:\\new\\t                 ~ path='C:\\new\\t'
                    "C:\\new"                       ~ [c new]
                    url=http://h:1/p?a=b&c>d        ~ url='http://h:1/p?a=b&c>d'
                    empty=""                        ~ empty=''
                    ""=x                            ~ ='x'
                    status=500                      ~ status=#500
                    status=-5.0e1                   ~ status=#-50
                    status="500"                    ~ status='500'
                    message:Disk                    ~ message:[disk]
                    message:"disk full"             ~ message:[disk full]
                    a.b-c:d                         ~ a.b-c:[d]
                    status>400                      ~ status GREATER 400
                    status>=400                     ~ status GREATER_OR_EQUAL 400
                    t<-1.5                          ~ t LESS -1.5
                    t<="2"                          ~ t LESS_OR_EQUAL 2
                    node=web*                       ~ node LIKE 'web*'
                    node=*.a*b                      ~ node LIKE '*.a*b'
                    node=*                          ~ node?
                    node=**                         ~ node?
                    node!=*                         ~ (& node? (! node?))
                    host=a                          ~ (| host='a' serverHost='a')
                    sourcetype!=a*                  ~ (& (| sourcetype? parser?) (! (| sourcetype LIKE 'a*' parser LIKE 'a*')))
                    "host"=a                        ~ host='a'
                    node="a*b"                      ~ node='a*b'
                    err*                            ~ LIKE 'err*'
                    *ERR*                           ~ LIKE '*err*'
                    *                               ~ *
                    message:Err*                    ~ message:LIKE 'err*'
                    message:*                       ~ message?
                    (node=a)                        ~ node='a'
                    """)
    void parse_text_givesTree(String text, String tree) throws Exception {
        assertThat(show(QueryParser.parse(text))).isEqualTo(tree);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '~', quoteCharacter = '`', textBlock = """
                    (a            ~ 1  ~ the ( is not closed
                    a (b (c)      ~ 3  ~ the ( is not closed
                    a)            ~ 2  ~ there is no ( for this )
                    ()            ~ 2  ~ a term is missing before this )
                    a AND         ~ 6  ~ a term is missing at the end
                    a OR          ~ 5  ~ a term is missing at the end
                    NOT           ~ 4  ~ a term is missing at the end
                    OR a          ~ 1  ~ a term is missing before this word
                    a OR AND b    ~ 6  ~ a term is missing before this word
                    a AND OR b    ~ 7  ~ a term is missing before this word
                    a "b          ~ 3  ~ the quote is not closed
                    a="b          ~ 3  ~ the quote is not closed
                    a "b\\"       ~ 3  ~ the quote is not closed
                    a=            ~ 3  ~ a value is missing after =
                    a= b          ~ 3  ~ write no space around =
                    a = b         ~ 3  ~ the name of a field is missing before =
                    a=(b)         ~ 3  ~ quote a value
                    x a>b         ~ 5  ~ > compares numbers
                    x a>=*        ~ 6  ~ >= compares numbers
                    !!!           ~ 1  ~ no letter or digit
                    "..."         ~ 1  ~ no letter or digit
                    a && b        ~ 3  ~ no letter or digit
                    a:!!          ~ 3  ~ no letter or digit
                    -error        ~ 1  ~ write NOT before it
                    a.b*          ~ 1  ~ only letters and digits
                    m:a-b*        ~ 3  ~ only letters and digits
                    a=*1*2*3*4*5*6*7*8*9   ~ 3 ~ more than 8 stars
                    timestamp>5   ~ 11 ~ use the parameters from and to
                    """)
    void parse_faultyText_saysWhereAndWhy(String text, int position, String reason) {
        assertThatThrownBy(() -> QueryParser.parse(text))
                .isInstanceOfSatisfying(
                        QuerySyntaxException.class,
                        e -> assertThat(e.position()).isEqualTo(position))
                .hasMessageContaining(reason);
    }

    @Test
    void parse_deepNesting_isRefusedWhereItIsTooDeep() throws Exception {
        int max = QueryParser.MAX_DEPTH;
        QueryParser.parse("(".repeat(max) + "a" + ")".repeat(max));
        QueryParser.parse("(a) ".repeat(100));

        assertThatThrownBy(() -> QueryParser.parse("(".repeat(2000)))
                .isInstanceOfSatisfying(
                        QuerySyntaxException.class,
                        e -> assertThat(e.position()).isEqualTo(max + 1))
                .hasMessageContaining("nested deeper than 32");
        assertThatThrownBy(() -> QueryParser.parse("NOT ".repeat(1000) + "a")).hasMessageContaining("nested deeper");
    }

    @Test
    void parse_manyTerms_areRefused() throws Exception {
        QueryParser.parse("a ".repeat(QueryParser.MAX_TERMS));

        assertThatThrownBy(() -> QueryParser.parse("a OR ".repeat(QueryParser.MAX_TERMS) + "a"))
                .hasMessageContaining("more than 256 terms");
    }

    @Test
    void parse_longText_isRefused() {
        assertThatThrownBy(() -> QueryParser.parse("a".repeat(QueryParser.MAX_LENGTH + 1)))
                .hasMessageContaining("8193 characters; at most 8192");
    }

    @Test
    void parse_longWildcard_isRefused() throws Exception {
        QueryParser.parse("a=*" + "x".repeat(QueryParser.MAX_WILDCARD - 1));

        assertThatThrownBy(() -> QueryParser.parse("a=*" + "x".repeat(QueryParser.MAX_WILDCARD)))
                .hasMessageContaining("at most 256 characters");
    }

    private static String show(Query query) {
        if (query instanceof Query.And and) {
            return list("&", and.parts());
        }
        if (query instanceof Query.Or or) {
            return list("|", or.parts());
        }
        if (query instanceof Query.Not not) {
            return "(! " + show(not.part()) + ")";
        }
        if (query instanceof Query.Phrase phrase) {
            return prefix(phrase.field()) + "[" + String.join(" ", phrase.words()) + "]";
        }
        if (query instanceof Query.WordLike like) {
            return prefix(like.field()) + "LIKE '"
                    + String.join("*", like.pattern().pieces()) + "'";
        }
        if (query instanceof Query.Exists exists) {
            return exists.field() + "?";
        }
        if (query instanceof Query.TextEqual equal) {
            return equal.field() + "='" + equal.value() + "'";
        }
        if (query instanceof Query.NumberEqual equal) {
            return equal.field() + "=#" + equal.value().toBigInteger();
        }
        if (query instanceof Query.Like like) {
            return like.field() + " LIKE '" + String.join("*", like.pattern().pieces()) + "'";
        }
        if (query instanceof Query.Compare compare) {
            return compare.field() + " " + compare.comparison() + " " + compare.bound();
        }
        return "*";
    }

    private static String prefix(String field) {
        return field == null ? "" : field + ":";
    }

    private static String list(String operator, List<Query> parts) {
        return parts.stream().map(QueryParserTest::show).collect(Collectors.joining(" ", "(" + operator + " ", ")"));
    }
}
