package serve

import (
	"reflect"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"chancery/internal/export"
)

// document has the OpenAPI document say what the types of the answers do not:
// what is null where there is none, the names of formats, and what any request
// may be answered with.
func (s *Server) document() {
	doc := s.api.OpenAPI()
	schemas := doc.Components.Schemas
	for name, schema := range schemas.Map() {
		if t := schemas.TypeFromRef("#/components/schemas/" + name); t != nil && t.Kind() == reflect.Struct {
			nullable(schema, t)
		}
	}
	for _, path := range doc.Paths {
		for _, p := range path.Get.Parameters {
			schema := *p.Schema // the library goes on checking by its own
			switch {
			case p.Name == "If-None-Match":
				path.Get.Responses["304"] = &huma.Response{Description: "nothing changed"}
			case p.Name == "format":
				for _, name := range export.Names() {
					schema.Enum = append(schema.Enum, name)
				}
			case len(schema.Enum) > 0:
				schema.Enum = append(slices.Clone(schema.Enum), "") // as if it were not given
			}
			p.Schema = &schema
		}
		for status, why := range map[string]string{"401": "a token is needed", "421": "the server is not known by that name"} {
			path.Get.Responses[status] = &huma.Response{Description: why, Content: map[string]*huma.MediaType{
				"application/problem+json": {Schema: schemas.Schema(reflect.TypeFor[huma.ErrorModel](), true, "ErrorModel")},
			}}
		}
	}
}

// nullable says of a type's pointers to structs that they may be null. The
// library says so of nothing that it refers to.
func nullable(schema *huma.Schema, t reflect.Type) {
	for _, f := range reflect.VisibleFields(t) {
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		p := schema.Properties[name]
		if f.Type.Kind() == reflect.Pointer && options == "" && p != nil && p.Ref != "" {
			schema.Properties[name] = &huma.Schema{AnyOf: []*huma.Schema{{Ref: p.Ref}, {Type: "null"}}, Description: p.Description}
		}
	}
}

// responses are those of an answer that a handler writes itself.
func responses(media, about string, schema *huma.Schema) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: about, Content: map[string]*huma.MediaType{media: {Schema: schema}}}}
}
