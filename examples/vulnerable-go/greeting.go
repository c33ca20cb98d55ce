package main

import "golang.org/x/text/language"

var greetings = map[language.Tag]string{
	language.English: "Good day",
	language.German:  "Guten Tag",
	language.French:  "Bonjour",
	language.Spanish: "Buenos días",
}

// The first tag is what a caller gets who asks for none of them.
var supported = []language.Tag{language.English, language.German, language.French, language.Spanish}

var matcher = language.NewMatcher(supported)

// greet answers in the language that fits an Accept-Language header best. The
// header comes from the network, which is what the advisories are about.
func greet(acceptLanguage string) (text, tag string, err error) {
	wanted, _, err := language.ParseAcceptLanguage(acceptLanguage)
	if err != nil {
		return "", "", err
	}
	_, index, _ := matcher.Match(wanted...)
	best := supported[index]
	return greetings[best], best.String(), nil
}
